// Moments of a hydrate run -> one moving line on a terminal, or one plain line a step elsewhere.
import type { WriteStream } from "node:tty";
import type { HydrateEvent, HydrateStep } from "../hydrate/index.ts";

/** What each step is called while it runs. */
const DOING: Readonly<Record<HydrateStep, string>> = {
  wait: "waiting",
  open: "opening",
  land: "landing",
  settle: "settling duplicates",
  publish: "publishing",
  record: "recording",
  done: "done",
};

/** How often the moving line moves, in milliseconds. */
const FRAME_MS = 100;

/**
 * @param out where to show it; results go elsewhere, so that they can be piped
 */
export function showProgress(out: WriteStream): { tell(event: HydrateEvent): void; clear(): void } {
  return out.isTTY ? movingLine(out) : plainLines(out);
}

function movingLine(out: WriteStream): { tell(event: HydrateEvent): void; clear(): void } {
  let last = 0;
  let started = 0;
  let step = "";
  const clear = (): void => {
    out.write("\r\u001B[K");
  };
  return {
    clear,
    tell: (event) => {
      const now = performance.now();
      const next = `${event.drop} ${event.step}`;
      if (next === step && now - last < FRAME_MS) return;
      if (next !== step) started = now;
      step = next;
      last = now;
      const width = Math.max(20, (out.columns ?? 80) - 1);
      out.write(`\r\u001B[K${line(event, (now - started) / 1000).slice(0, width)}`);
    },
  };
}

function plainLines(out: WriteStream): { tell(event: HydrateEvent): void; clear(): void } {
  let step = "";
  return {
    clear: () => {},
    tell: (event) => {
      const next = `${event.drop} ${event.step} ${event.about ?? ""}`;
      if (next === step || event.step === "done") return;
      step = next;
      out.write(`${event.drop}: ${DOING[event.step]}${event.about === undefined ? "" : ` ${event.about}`}\n`);
    },
  };
}

function line(event: HydrateEvent, seconds: number): string {
  const doing = `${event.drop}: ${DOING[event.step]}${event.about === undefined ? "" : ` ${event.about}`}`;
  if (event.bytesTotal === 0 || (event.step !== "land" && event.step !== "open")) return doing;
  const share = event.bytesDone / event.bytesTotal;
  const left = share > 0.02 && seconds > 1 ? ` · ${duration((seconds / share) * (1 - share))} left` : "";
  const records = event.records === 0 ? "" : ` · ${event.records.toLocaleString("en-US")} records`;
  return `${bar(share)} ${String(Math.floor(share * 100)).padStart(3)} % ${doing}${records}${left}`;
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * 20);
  return `${"█".repeat(full)}${"░".repeat(20 - full)}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
