// A run that kills or stops itself, without a chance to tidy up, at the moment it is told to.
//
// node <built("test/killed-run.ts")> <looker.yml> <schema> <path> <step> [about]; the rest as JSON in TEST_RUN.
// A step `after` is so many milliseconds, which stand in place of what it is about, after the first step.
import { loadModel } from "../generator/index.ts";
import { hydrate, rollback, type HydrateEvent, type HydrateOptions } from "../hydrate/index.ts";
import { testDay } from "./hydrated.ts";

/** What such a run is told besides the moment. */
export interface KilledRun extends Pick<HydrateOptions, "url" | "pipeline" | "lease"> {
  /** `SIGSTOP` leaves it standing until somebody sends SIGCONT. */
  readonly signal: "SIGKILL" | "SIGSTOP";
  /** The run to roll back to, in place of hydrating. */
  readonly to?: number | undefined;
}

const [file = "", schema = "", path = "", step = "", about] = process.argv.slice(2);
const { signal, to, ...options } = JSON.parse(process.env["TEST_RUN"] ?? "{}") as KilledRun;
const end = (): void => {
  process.kill(process.pid, signal);
};
let begun = false;
const progress = (event: HydrateEvent): void => {
  if (step === "after" && !begun) setTimeout(end, Number(about));
  begun = true;
  // Once COMMIT is on its way, and nobody has heard what became of it.
  if (step === "sent" && event.step === "commit") setImmediate(end);
  if (event.step !== step || (about !== undefined && event.about !== about)) return;
  // In the middle of reading, not at its first chunk.
  if (step === "land" && event.bytesDone < event.bytesTotal / 2) return;
  end();
};
try {
  const model = { ...(await loadModel(file)), schema };
  if (to === undefined) await hydrate({ ...options, model, path, now: () => testDay(), progress });
  else await rollback({ ...options, model, to, now: () => testDay(), progress });
  console.log("finished");
} catch (error) {
  console.log(String(error));
}
