// Queries that run while their client does other things: what became of each, and its result while there is room.
import { randomUUID } from "node:crypto";
import type { Caller } from "../access/caller.ts";
import type { Result, ResultFormat } from "./result.ts";
import type { StoredQuery } from "./query-store.ts";

/** Looker's words for how far a task has come. */
export type TaskStatus = "added" | "running" | "complete" | "error" | "killed" | "expired";

/** One task. */
export interface QueryTask {
  readonly id: string;
  readonly caller: Caller;
  readonly stored: StoredQuery;
  readonly format: ResultFormat;
  readonly source: string;
  readonly created: Date;
  readonly status: TaskStatus;
  /** In seconds; null until it is over. */
  readonly runtime: number | null;
  readonly result: Result | undefined;
  /** Why there is no result. */
  readonly failure: unknown;
}

/** What a task is made of. */
export type TaskStart = Pick<QueryTask, "caller" | "stored" | "format" | "source">;

/** Runs and remembers tasks. */
export interface QueryTasks {
  /** Starts one in the background. @param work gives the result; what it throws is kept as the failure */
  start(start: TaskStart, work: (id: string) => Promise<Result>): QueryTask;
  /** Undefined when there never was one, or it was forgotten. */
  find(id: string): QueryTask | undefined;
  /** Says that a task was stopped by somebody; its work ends by itself. */
  kill(id: string): void;
}

/** How long a result is kept, in milliseconds. */
const KEPT_MS = 10 * 60_000;
const MOST_TASKS = 2_000;
/** How many bytes the kept results, and the queries of all tasks, may take. */
const MOST_BYTES = 64 * 1024 * 1024;

interface HeldTask {
  task: QueryTask;
  until: number;
  /** Of the result. */
  bytes: number;
  /** Of the query, which is held as long as the task is known. */
  readonly ownBytes: number;
}

/** No task yet. @param now milliseconds of any clock @param most bytes kept */
export function openQueryTasks(
  now: () => number = () => performance.now(),
  most: number = MOST_BYTES,
): QueryTasks {
  const tasks = new Map<string, HeldTask>();
  let bytes = 0;
  const change = (id: string, changed: Partial<QueryTask>): void => {
    const held = tasks.get(id);
    if (held === undefined || held.task.status === "killed") return;
    held.task = { ...held.task, ...changed };
    const size = held.task.result?.body.length ?? 0;
    bytes += size - held.bytes;
    held.bytes = size;
    held.until = now() + KEPT_MS;
    makeRoom(id);
  };
  const expire = (held: HeldTask): void => {
    bytes -= held.bytes;
    held.bytes = 0;
    held.task = { ...held.task, status: "expired", result: undefined };
  };
  const makeRoom = (newest: string): void => {
    for (const [id, held] of tasks) {
      const over = bytes > most || held.until < now();
      if (held.task.result !== undefined && over && id !== newest) expire(held);
      if ((tasks.size <= MOST_TASKS && bytes <= most) || id === newest) continue;
      if (held.task.status === "added" || held.task.status === "running") continue;
      expire(held);
      bytes -= held.ownBytes;
      tasks.delete(id);
    }
  };
  return {
    start: (start, work) => {
      const id = randomUUID().replaceAll("-", "");
      const task: QueryTask = {
        ...start,
        id,
        created: new Date(),
        status: "added",
        runtime: null,
        result: undefined,
        failure: undefined,
      };
      const ownBytes = JSON.stringify(start.stored.query).length;
      bytes += ownBytes;
      tasks.set(id, { task, until: Infinity, bytes: 0, ownBytes });
      makeRoom(id);
      const finish = async (): Promise<void> => {
        const began = now();
        const runtime = (): number => (now() - began) / 1000;
        try {
          change(id, { status: "running" });
          const result = await work(id);
          const status = result.failure === undefined ? "complete" : "error";
          change(id, { status, result, runtime: runtime() });
        } catch (failure) {
          change(id, { status: "error", failure, runtime: runtime() });
        }
      };
      void finish();
      return task;
    },
    find: (id) => {
      const held = tasks.get(id);
      if (held === undefined) return undefined;
      if (held.task.result !== undefined && held.until < now()) expire(held);
      return held.task;
    },
    kill: (id) => {
      const status = tasks.get(id)?.task.status;
      if (status === "added" || status === "running") change(id, { status: "killed" });
    },
  };
}
