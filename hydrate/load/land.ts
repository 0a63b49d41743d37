// The files of a drop -> every record kept raw, decoded, screened and staged, in one pass over the bytes.
import { createHash } from "node:crypto";
import type { Progress } from "../event.ts";
import type { Source } from "../../generator/index.ts";
import type { OpenDrop, OpenFile } from "../open.ts";
import { judgeBudgets, sayAccepted, type Readable } from "../budget.ts";
import { findDrift, type Seen } from "../drift.ts";
import type { BudgetReport, CoercionReport, DriftReport, QuarantineReport } from "../outcome.ts";
import { refuseChanged, refuseEmpty } from "../refuse.ts";
import { createSplitter } from "../record/split.ts";
import type { LandedFile } from "./landed-file.ts";
import { createDesk, type Desk } from "./desk.ts";
import type { Stage } from "./stage.ts";
import type { Storage } from "../storage/storage.ts";
import { createTally } from "./tally.ts";
import type { Task } from "../tasks.ts";
import { count } from "../words.ts";

/** What the pass saw. */
export interface Landed {
  readonly files: readonly LandedFile[];
  readonly coercions: readonly CoercionReport[];
  readonly drift: readonly DriftReport[];
  readonly budgets: readonly BudgetReport[];
  readonly notes: readonly string[];
}

/** What the pass is to know besides the drop. */
export interface LandOptions {
  readonly tasks: readonly Task[];
  readonly stage: Stage;
  readonly storage: Storage;
  readonly progress: Progress;
  /** For each source the columns of the file that was loaded last, when there was one. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  /** Budgets that are overrun are no reason to refuse the drop. */
  readonly accept: boolean;
}

/**
 * @throws Mistake when a file was cut off, has other columns than its contract allows, holds no records where
 *   it must, or too many that cannot be read; Outage when it changes while it is read
 */
export async function landDrop(
  drop: OpenDrop,
  { tasks, stage, storage, progress, columns, accept }: LandOptions,
): Promise<Landed> {
  const tally = createTally(tasks);
  const files: LandedFile[] = [];
  const desks: Desk[] = [];
  const notes: string[] = [];
  const bytesTotal = drop.files.reduce((sum, file) => sum + file.size, 0);
  let bytesBefore = 0;
  let first = 1;
  for (const [number, file] of drop.files.entries()) {
    const last = columns.get(file.source.name);
    const desk = createDesk(file, { number, first, tasks, stage, tally, last });
    desks.push(desk);
    const splitter = createSplitter();
    const sha256 = createHash("sha256");
    let bytes = 0;
    for await (const chunk of storage.read(file.file)) {
      sha256.update(chunk);
      bytes += chunk.length;
      for (const record of splitter.push(chunk)) desk.take(record);
      await stage.rest();
      progress({
        step: "land",
        drop: drop.name,
        about: file.file.name,
        place: { number: number + 1, of: drop.files.length },
        records: desk.next() - 1,
        bytesDone: bytesBefore + bytes,
        bytesTotal,
        report: undefined,
      });
    }
    const ending = splitter.finish();
    if (ending !== undefined) desk.take(ending);
    refuseChanged(file, sha256.digest("hex"));
    refuseEmpty(file, desk.hasHeader(), desk.next() - first);
    // A snapshot of nothing would empty its tables; whatever else was accepted, that was not.
    if (!accept || file.source.load === "snapshot") desk.refuseForeign();
    notes.push(...desk.notes(), ...sayLines(file, desk.next() - first, splitter.emptyLines));
    files.push({ ...file, number, first, next: desk.next(), header: desk.header() });
    first = desk.next();
    bytesBefore += bytes;
  }
  const coercions = tally.coercions();
  const seen = [...new Set(drop.files.map((file) => file.source))].map((source) =>
    together(
      source,
      desks.filter((desk) => desk.source === source),
      coercions,
    ),
  );
  const drift = findDrift(seen);
  const budgets = judgeBudgets(seen, accept, drift);
  await stage.finish(files);
  return {
    files,
    coercions,
    drift,
    budgets,
    notes: [...notes, ...tally.notes(), ...sayAccepted(budgets)],
  };
}

/** What was seen of a source in all its files. */
function together(
  source: Source,
  desks: readonly Desk[],
  coercions: readonly CoercionReport[],
): Seen & Readable {
  const reasons = new Map<string, QuarantineReport>();
  for (const reason of desks.flatMap((desk) => desk.reasons())) {
    const key = `${reason.code} ${reason.column ?? ""}`;
    const before = reasons.get(key);
    reasons.set(key, before === undefined ? reason : { ...before, count: before.count + reason.count });
  }
  const passed = desks.reduce((sum, desk) => sum + desk.passed(), 0);
  const unreadable = [...reasons.values()].reduce((sum, reason) => sum + reason.count, 0);
  return {
    source,
    passed,
    unreadable,
    read: passed + unreadable,
    reasons: [...reasons.values()],
    coercions,
    added: desks.flatMap((desk) => desk.added()),
    missing: desks.flatMap((desk) => desk.missing()),
  };
}

function sayLines(file: OpenFile, records: number, emptyLines: number): readonly string[] {
  const notes: string[] = [];
  if (records === 0) notes.push(`${file.file.name} has a header and no records`);
  if (emptyLines > 0)
    notes.push(
      `${file.file.name} has ${count(emptyLines, "empty line")}, which ${emptyLines === 1 ? "is no record" : "are no records"}`,
    );
  return notes;
}
