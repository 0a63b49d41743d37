// How the tests run: every *.test.ts under test/, each file in a process of its own.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    // Much of a test is waiting for a database, a browser or a child process: one worker for each processor keeps them busy.
    maxWorkers: "100%",
    testTimeout: 180_000,
    hookTimeout: 240_000,
    // A page under load shows its answer when it can; a poll that is met ends at once.
    expect: { poll: { timeout: 60_000, interval: 50 } },
  },
});
