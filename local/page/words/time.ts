// A moment or a stretch of time -> words in the reader's language and zone.

/** @param iso ISO 8601; e.g. `22 Nov 2026, 07:00` */
export function sayTime(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** @returns e.g. `under a second`, `12 s`, `3 min 5 s`, `2 h 10 min` */
export function sayDuration(seconds: number): string {
  if (seconds < 1) return "under a second";
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
