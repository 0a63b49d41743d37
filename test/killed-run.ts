// A run that kills itself, without a chance to tidy up, at the moment it is told to.
//
// node --import tsx test/killed-run.ts <looker.yml> <schema> <path> <step> [about]; the database's address in TEST_DATABASE.
import { loadModel } from "../generator/index.ts";
import { hydrate } from "../hydrate/index.ts";
import { testDay } from "./hydrated.ts";

const [file = "", schema = "", path = "", step = "", about] = process.argv.slice(2);
await hydrate({
  model: { ...(await loadModel(file)), schema },
  url: process.env["TEST_DATABASE"] ?? "",
  path,
  now: () => testDay(),
  progress: (event) => {
    if (event.step !== step || (about !== undefined && event.about !== about)) return;
    // In the middle of reading, not at its first chunk.
    if (step === "land" && event.bytesDone < event.bytesTotal / 2) return;
    process.kill(process.pid, "SIGKILL");
  },
});
console.log("finished");
