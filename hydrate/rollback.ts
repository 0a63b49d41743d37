// An earlier run -> the tables as they were after it, in one transaction; and forward again in the same way.
import { Mistake } from "../generator/index.ts";
import type { HydrateEvent, HydrateStep, Progress } from "./event.ts";
import { floorOf, headOf, lineOf } from "./generations.ts";
import { whileHeld, type Held, type WarehouseOptions } from "./held.ts";
import { whoRuns } from "./who.ts";
import { allRuns, beginRun, type Run, type RunState } from "./ledger.ts";
import { tableRecords, type TableRecord } from "./table-records.ts";
import { analyzeTables } from "./load/analyze.ts";
import { pruneHistory, GENERATIONS, type Tracing } from "./load/history.ts";
import { restoreTable } from "./load/restore.ts";
import { clearScratch } from "./load/scratch-tables.ts";
import { changeTables, compareTables, indexTables, type TableChanges } from "./load/tables.ts";
import { sayRuns } from "./notes.ts";
import type { RollbackReport, TableReport } from "./outcome.ts";
import { tasksOf, type Task } from "./tasks.ts";
import { publishOnce, undoneOnFailure } from "./undo.ts";
import { listed, moment } from "./words.ts";

/** What to go back to, and with what. */
export interface RollbackOptions extends WarehouseOptions {
  /** The run whose rows are to be seen: one that was published. */
  readonly to: number;
  /** Hears of every moment, also of whom it waits for; no `done` comes at the end. */
  readonly progress?: Progress | undefined;
}

/**
 * Brings all tables, and what is known of where their rows came from, to what they were after a run. Drops of
 * runs that are not seen any more count as not loaded. Forward again works in the same way, until as many
 * runs have been published since as are kept.
 * @throws Mistake when there is no such run or it cannot be reached any more; Outage when the world fails
 */
export async function rollback(options: RollbackOptions): Promise<RollbackReport> {
  const { model, to, now, progress = () => {} } = options;
  const tasks = tasksOf(model);
  const generations = model.generations ?? GENERATIONS;
  const tell: Bringing["tell"] = (step, about, place) =>
    progress({
      step,
      drop: `rollback to run ${to}`,
      about,
      place,
      records: 0,
      bytesDone: 0,
      bytesTotal: 0,
      report: undefined,
    });
  const waiting = (who: string): void => tell("wait", who);
  return whileHeld(options, waiting, async (held) => {
    const started = now();
    const { warehouse, names } = held;
    const runs = await allRuns(warehouse, names);
    const head = headOf(runs);
    refuseTarget(to, runs);
    const report = { from: head, to, started, hidden: [], shown: [], tables: [] };
    if (to === head) {
      const notes = [...held.died, `the tables already hold what they held after run ${to}`];
      return { ...report, run: undefined, notes, finished: now() };
    }
    const changes = await compareTables(tasks, warehouse, names);
    refuseUnreachable(to, tasks, changes, await tableRecords(warehouse, names));
    const run = await warehouse.transaction(async () => {
      await held.lease.fence();
      const drop = `rollback to run ${to}`;
      const period = runs.find((one) => one.id === to)?.period;
      return beginRun(warehouse, names, { drop, period, started, kind: "rollback", ...whoRuns() }, to);
    });
    const done = await undoneOnFailure(run, held, () =>
      bring(run, { held, generations, tell, tasks, runs, changes, to, head, started }),
    );
    await analyzeTables(warehouse, names, done.tables);
    await clearScratch(warehouse, names, run);
    return { ...done, notes: [...held.died, ...done.notes] };
  });
}

interface Bringing {
  readonly held: Held;
  /** How many runs back the tables can be brought. */
  readonly generations: number;
  readonly tell: (step: HydrateStep, table?: string, place?: HydrateEvent["place"]) => void;
  readonly tasks: readonly Task[];
  readonly runs: readonly Run[];
  readonly changes: TableChanges;
  readonly to: number;
  readonly head: number;
  readonly started: Date;
}

async function bring(
  run: number,
  { held, generations, tell, tasks, runs, changes, to, head, started }: Bringing,
): Promise<RollbackReport> {
  const { warehouse, names, now, lease } = held;
  const tracing: Tracing = {
    run,
    head,
    warehouse,
    names,
    own: new Map((await warehouse.tablesOf(names.schema)).map((table) => [table.name, table])),
    records: await tableRecords(warehouse, names),
  };
  const line = lineOf(to, runs);
  const hidden = runs.filter((one) => one.state === "published" && !line.has(one.id));
  const shown = runs.filter((one) => one.state !== "published" && line.has(one.id));
  const restore = async (): Promise<RollbackReport> => {
    await changeTables(changes, run, warehouse, names);
    const tables: TableReport[] = [];
    for (const [number, task] of tasks.entries()) {
      tell("publish", task.table.name, { number: number + 1, of: tasks.length });
      tables.push(await restoreTable(tracing, task, to));
    }
    await indexTables(changes, warehouse, names);
    tell("record");
    const finished = now();
    await setState(held, hidden, "rolled_back");
    await setState(held, shown, "published");
    for (const { table, added, changed, removed, unchanged } of tables) {
      await warehouse.query(
        `INSERT INTO ${names.kept("tasks")} (run, table_name, added, changed, removed, unchanged) VALUES ($1, $2, $3, $4, $5, $6)`,
        [run, table, added, changed, removed, unchanged],
      );
    }
    await warehouse.query(
      `UPDATE ${names.kept("runs")} SET state = 'done', finished = $2 WHERE id = $1 AND state = 'running'`,
      [run, finished],
    );
    await pruneHistory(tracing, tasks, generations);
    await lease.fence();
    tell("commit");
    return {
      run,
      from: head,
      to,
      tables,
      hidden: numbersOf(hidden),
      shown: numbersOf(shown),
      notes: [...changes.notes, ...sayHidden(hidden), ...sayShown(shown)],
      started,
      finished,
    };
  };
  return publishOnce(run, held, restore, () => tell("ledger"));
}

async function setState({ warehouse, names }: Held, runs: readonly Run[], state: RunState): Promise<void> {
  if (runs.length === 0) return;
  await warehouse.query(
    `UPDATE ${names.kept("runs")} SET state = $1 WHERE id IN (${runs.map((_, at) => `$${at + 2}`).join(", ")})`,
    [state, ...runs.map((run) => run.id)],
  );
}

function numbersOf(runs: readonly Run[]): readonly number[] {
  return runs.map((run) => run.id).toReversed();
}

function sayHidden(runs: readonly Run[]): readonly string[] {
  if (runs.length === 0) return [];
  const one = runs.length === 1;
  return [
    `the rows of ${sayRuns(numbersOf(runs))} are not seen any more; ${one ? "its drop counts" : "their drops count"} as not loaded, and hydrating ${one ? "it" : "them"} again loads ${one ? "it" : "them"}; forward again: \`rollback --to ${runs[0]?.id}\``,
  ];
}

function sayShown(runs: readonly Run[]): readonly string[] {
  if (runs.length === 0) return [];
  return [`the rows of ${sayRuns(numbersOf(runs))} are seen again`];
}

function refuseTarget(to: number, runs: readonly Run[]): void {
  const found = runs.find((run) => run.id === to);
  const could = runs.filter(
    (run) => run.kind === "load" && ["published", "rolled_back", "abandoned"].includes(run.state),
  );
  if (found !== undefined && could.includes(found)) return;
  const names = could.map((run) => String(run.id));
  const list =
    could.length === 0
      ? "Nothing was ever published, so there is nothing to go back to."
      : `Name one that was published: ${names.slice(0, 12).join(", ")}${names.length > 12 ? ", …" : ""}.`;
  if (found === undefined) throw new Mistake(`The ledger has no run ${to}. ${list}`);
  if (found.kind === "rollback") {
    throw new Mistake(`Run ${to} was itself a rollback, to run ${found.upon}. Name that one.`);
  }
  const became =
    found.state === "running" ? "is still at work" : found.state === "refused" ? "was refused" : "died";
  throw new Mistake(
    `Run ${to} (${found.drop}, ${moment(found.started)}) ${became} and has published nothing, so there is nothing to go back to. ${list}`,
  );
}

function refuseUnreachable(
  to: number,
  tasks: readonly Task[],
  changes: TableChanges,
  records: ReadonlyMap<string, TableRecord>,
): void {
  if (changes.made.length > 0) {
    throw new Mistake(
      `${changes.made.length === 1 ? "Table" : "Tables"} ${listed(changes.made.map((task) => task.table.name))} of the model ${changes.made.length === 1 ? "is" : "are"} not in the warehouse, so nobody can say what ${changes.made.length === 1 ? "it" : "they"} held after run ${to}. Hydrate first; then what was published since can be rolled back.`,
    );
  }
  const floor = floorOf(
    tasks.map((task) => task.table.name),
    records,
  );
  if (to >= floor) return;
  const far = tasks.filter((task) => (records.get(task.table.name)?.keptFrom ?? Infinity) > to);
  const [first] = far;
  const most = far.length === 1 && first !== undefined ? `table \`${first.table.name}\`` : "the tables";
  const earliest = Number.isFinite(floor)
    ? `The earliest that can be reached is run ${floor}.`
    : "Nothing was kept yet.";
  throw new Mistake(
    `Run ${to} cannot be reached any more: what ${most} held then is not kept. ${earliest}\nTo have the rows of an earlier month again, hydrate its drop with --again.`,
  );
}
