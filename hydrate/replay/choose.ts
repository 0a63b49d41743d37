// Records of quarantine x the present model -> those that pass now and that nothing newer stands against.
import type { Model } from "../../generator/index.ts";
import type { History } from "../history/open.ts";
import { lineageKey } from "../load/lineage.ts";
import { readHeader } from "../record/header.ts";
import { createScreen } from "../record/screen.ts";
import type { Task } from "../tasks.ts";
import { type CandidateFile, headerOf, readAgain } from "./candidates.ts";

/** What became of the records of one file. */
export interface Chosen {
  readonly file: CandidateFile;
  /** Ordinals of those that pass, in their order. */
  readonly passing: readonly number[];
  /** How many still break the model's contract, by the first reason's sentence, the most frequent first. */
  readonly failing: readonly { readonly reason: string; readonly count: number }[];
  /** How many were beaten by another record of their key: that is not for the model to put right. */
  readonly beaten: number;
  /** How many pass, but a later run has brought another record of their key. */
  readonly superseded: number;
}

/** Records that lost against another one. */
const BEATEN: ReadonlySet<string> = new Set(["duplicate", "superseded"]);
/** How many keys are looked up at once. */
const AT_ONCE = 100;

/** @param run the run whose quarantine it is */
export async function chooseRecords(
  history: History,
  model: Model,
  tasks: readonly Task[],
  file: CandidateFile,
  run: number,
): Promise<Chosen> {
  const screen = createScreen(file.source, readHeader(headerOf(file), file.source, file.name), tasks);
  const failing = new Map<string, number>();
  const passing: { readonly ordinal: number; readonly key: readonly string[] }[] = [];
  let beaten = 0;
  for await (const { candidate, record } of readAgain(file)) {
    if (BEATEN.has(candidate.code) && !candidate.corrected) {
      beaten += 1;
      continue;
    }
    const screened = record === undefined ? undefined : screen(record);
    if (screened?.kind === "passed") passing.push({ ordinal: candidate.ordinal, key: screened.key });
    else {
      const reason = screened?.faults[0]?.reason ?? "its bytes are not one record";
      failing.set(reason, (failing.get(reason) ?? 0) + 1);
    }
  }
  const newer = await broughtSince(
    history,
    model,
    tasks,
    file,
    run,
    passing.map(({ key }) => key),
  );
  return {
    file,
    passing: passing.filter(({ key }) => !newer.has(JSON.stringify(key))).map(({ ordinal }) => ordinal),
    failing: [...failing].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    beaten,
    superseded: passing.filter(({ key }) => newer.has(JSON.stringify(key))).length,
  };
}

/** The keys of which a later run has loaded a record of this source: what it said was said later. */
async function broughtSince(
  { warehouse, names, kept }: History,
  model: Model,
  tasks: readonly Task[],
  file: CandidateFile,
  run: number,
  keys: readonly (readonly string[])[],
): Promise<ReadonlySet<string>> {
  const source = model.sources.find((one) => one.name === file.source.name);
  const owned = tasks.flatMap((task) => {
    const feed = task.feeds.find((one) => one.source === file.source.name);
    const there = task.owner !== undefined && kept.has(names.lineagePlain(task.table.name));
    return feed === undefined || !there ? [] : [{ task, feed }];
  });
  const [first] = owned;
  const newer = new Set<string>();
  if (first === undefined || source === undefined) return newer;
  const { task, feed } = first;
  // The owner's columns, in the order of the source's key.
  const columns = source.key.map((_, part) => lineageKey(task)[feed.ownerParts.indexOf(part)] ?? "");
  const types = columns.map((name) => {
    const column = task.table.columns.find((one) => one.name === name);
    return column === undefined ? "text" : warehouse.dialect.columnType(column.type);
  });
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const some = keys.slice(from, from + AT_ONCE);
    const values: unknown[] = [run, source.name];
    const any = some.map(
      (key) =>
        `(${columns.map((name, at) => `${names.quote(name)} = CAST($${values.push(key[at])} AS ${types[at]})`).join(" AND ")})`,
    );
    const found = await warehouse.query<Readonly<Record<string, string>>>(
      `SELECT ${columns.map((name, at) => `${warehouse.asText(names.quote(name))} AS k${at}`).join(", ")}
         FROM ${names.lineage(task.table.name)} WHERE _run > $1 AND _source = $2 AND (${any.join(" OR ")})`,
      values,
    );
    for (const row of found.rows) newer.add(JSON.stringify(columns.map((_, at) => row[`k${at}`])));
  }
  return newer;
}
