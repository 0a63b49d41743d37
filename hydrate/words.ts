// Values and numbers -> how messages show them.

/** A number with thousands separated: `2,996`. */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** A number and what it counts: `1 record`, `2,996 records`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

const LONGEST_SHOWN = 40;

/** A value as it came, in back quotes, cut when it is long, with what cannot be printed spelled out. */
export function shown(value: string): string {
  const cut = Array.from(value.slice(0, LONGEST_SHOWN * 2));
  const text = cut.length > LONGEST_SHOWN ? `${cut.slice(0, LONGEST_SHOWN).join("")}…` : value;
  const visible = text.replaceAll(/[\p{Cc}\u2028\u2029]|\p{Surrogate}/gu, (character) => {
    const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
    return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `\`${visible}\``;
}

/** Names in back quotes, separated by commas. */
export function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** A point in time to the minute: `2026-11-22 21:56 UTC`. */
export function moment(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A size in the unit people read: `34.4 MB`, `812 bytes`. */
export function size(bytes: number): string {
  if (bytes < 1000) return count(bytes, "byte");
  const [value, unit] =
    bytes < 1e6 ? [bytes / 1e3, "kB"] : bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${value.toFixed(1)} ${unit}`;
}

/** A span of time in the units people read: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 days`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds < 10 && !Number.isInteger(seconds)) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  const two = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
    small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
  if (whole < 3600) return two(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return two(Math.floor(minutes / 60), "h", minutes % 60, "min");
  return count(Math.floor(seconds / 86_400), "day");
}
