#!/usr/bin/env node
// The command: runs what was built, or in a clone (where nothing is built) the source itself.
import { existsSync } from "node:fs";

const source = new URL("./main.ts", import.meta.url);
const built = new URL("../dist/cli/main.js", import.meta.url);

// A clone always runs its source, so that a build left over from yesterday can never answer for it.
if (existsSync(source)) {
  const { register } = await import("tsx/esm/api");
  register();
}
const { main } = await import(existsSync(source) ? source.href : built.href);
await main(process.argv.slice(2));
