// A run that kills or stops itself, without a chance to tidy up, at the moment it is told to.
//
// node --import tsx test/killed-run.ts <looker.yml> <schema> <path> <step> [about]; the rest as JSON in TEST_RUN.
import { loadModel } from "../generator/index.ts";
import { hydrate, type HydrateOptions } from "../hydrate/index.ts";
import { testDay } from "./hydrated.ts";

/** What such a run is told besides the moment. */
export interface KilledRun extends Pick<HydrateOptions, "url" | "pipeline" | "lease"> {
  /** `SIGSTOP` leaves it standing until somebody sends SIGCONT. */
  readonly signal: "SIGKILL" | "SIGSTOP";
}

const [file = "", schema = "", path = "", step = "", about] = process.argv.slice(2);
const { signal, ...options } = JSON.parse(process.env["TEST_RUN"] ?? "{}") as KilledRun;
const end = (): void => {
  process.kill(process.pid, signal);
};
try {
  await hydrate({
    ...options,
    model: { ...(await loadModel(file)), schema },
    path,
    now: () => testDay(),
    progress: (event) => {
      // Once COMMIT is on its way, and nobody has heard what became of it.
      if (step === "sent" && event.step === "commit") setImmediate(end);
      if (event.step !== step || (about !== undefined && event.about !== about)) return;
      // In the middle of reading, not at its first chunk.
      if (step === "land" && event.bytesDone < event.bytesTotal / 2) return;
      end();
    },
  });
  console.log("finished");
} catch (error) {
  console.log(String(error));
}
