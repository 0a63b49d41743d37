// Queries that run now: who asked them, since when, and how each is stopped.
import { randomUUID } from "node:crypto";
import type { WriteQuery } from "../../read-question.ts";
import type { Caller } from "../access/caller.ts";

/** A query that runs. */
export interface Run {
  readonly id: string;
  readonly caller: Caller;
  readonly queryId: string;
  readonly query: WriteQuery;
  readonly sql: string;
  readonly source: string;
  readonly since: Date;
}

/** What is known of a run before it starts. */
export type RunStart = Omit<Run, "id" | "since"> & { readonly id?: string };

/** Holds them until they are over. */
export interface Runs {
  /**
   * Does the work, which is in the list meanwhile.
   * @param gone aborted when the client goes away
   */
  during<Result>(
    start: RunStart,
    gone: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
  /** The oldest first. */
  list(): readonly Run[];
  /** @returns whether one of that id ran */
  stop(id: string): boolean;
}

/** Nothing runs yet. */
export function openRuns(): Runs {
  const running = new Map<string, { readonly run: Run; readonly controller: AbortController }>();
  return {
    during: async (start, gone, work) => {
      const { id = randomUUID().replaceAll("-", "") } = start;
      const controller = new AbortController();
      running.set(id, { run: { ...start, id, since: new Date() }, controller });
      const { signal } = controller;
      const leave = (): void => controller.abort();
      gone?.addEventListener("abort", leave, { once: true });
      if (gone?.aborted === true) leave();
      try {
        return await work(signal);
      } finally {
        gone?.removeEventListener("abort", leave);
        running.delete(id);
      }
    },
    list: () => [...running.values()].map(({ run }) => run),
    stop: (id) => {
      const found = running.get(id);
      found?.controller.abort();
      return found !== undefined;
    },
  };
}
