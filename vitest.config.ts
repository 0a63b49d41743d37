// How the tests run: every *.test.ts under test/, in one process for each processor.
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    // Modules of the house hold nothing but what they compute once and for all (test/house.test.ts): files can
    // share a process, and what they import is loaded once for each processor instead of once for each file.
    isolate: false,
    // Much of a test is waiting for a database, a browser or a child process: one worker for each processor keeps them busy.
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    globalSetup: "test/standing-database.ts",
    // No test is held to a time: these end one that hangs, on a machine that is several times slower, too.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    // A page under load shows its answer when it can; a poll that is met ends at once.
    expect: { poll: { timeout: 60_000, interval: 50 } },
  },
});
