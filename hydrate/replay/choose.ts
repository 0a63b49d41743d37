// Records of quarantine x the present model -> those that pass now and that nothing newer stands against.
import type { Model } from "../../generator/index.ts";
import type { History } from "../history/open.ts";
import { lineageKey } from "../load/lineage.ts";
import { type Replayed, standsOver } from "../load/standing.ts";
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
  /** How many pass, but another record of their key has come with the run or since. */
  readonly superseded: number;
}

/** Records that lost against another one. */
const BEATEN: ReadonlySet<string> = new Set(["duplicate", "gave_way", "superseded"]);
/** How many keys are looked up at once. */
const AT_ONCE = 100;

/** @param replayed the run whose quarantine it is */
export async function chooseRecords(
  history: History,
  model: Model,
  tasks: readonly Task[],
  file: CandidateFile,
  replayed: Replayed,
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
    replayed,
    passing.map(({ key }) => key),
  );
  return {
    file,
    passing: passing.filter((_, at) => !newer.has(at)).map(({ ordinal }) => ordinal),
    failing: [...failing].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    beaten,
    superseded: newer.size,
  };
}

/** Which of the keys have rows, in every table that their records own rows of, that came with the run or since. */
async function broughtSince(
  { warehouse, names, kept }: History,
  model: Model,
  tasks: readonly Task[],
  file: CandidateFile,
  replayed: Replayed,
  keys: readonly (readonly string[])[],
): Promise<ReadonlySet<number>> {
  const source = model.sources.find((one) => one.name === file.source.name);
  const owned = tasks.flatMap((task) => {
    const feed = task.feeds.find((one) => one.source === file.source.name);
    return feed === undefined || task.owner === undefined ? [] : [{ task, feed }];
  });
  if (source === undefined || owned.some(({ task }) => !kept.has(names.lineagePlain(task.table.name))))
    return new Set();
  let standing: ReadonlySet<number> | undefined;
  for (const { task, feed } of owned) {
    // The owner's columns, in the order of the source's key.
    const columns = source.key.map((_, part) => lineageKey(task)[feed.ownerParts.indexOf(part)] ?? "");
    const types = columns.map((name) => {
      const column = task.table.columns.find((one) => one.name === name);
      return column === undefined ? "text" : warehouse.dialect.columnType(column.type);
    });
    const here = new Set<number>();
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      const stands = standsOver(replayed, source.name, names, "l", []);
      const values = [...stands.values];
      // By its place and not by its spelling: 1.5 and 1.50 are one key.
      const each = keys.slice(from, from + AT_ONCE).map((key, at) => {
        const same = columns.map(
          (name, part) => `l.${names.quote(name)} = CAST($${values.push(key[part])} AS ${types[part]})`,
        );
        return `SELECT ${from + at} AS place FROM ${names.lineage(task.table.name)} l WHERE ${stands.where} AND ${same.join(" AND ")}`;
      });
      const found = await warehouse.query<{ place: number }>(each.join(" UNION ALL "), values);
      for (const { place } of found.rows) here.add(place);
    }
    const before = standing;
    standing = before === undefined ? here : new Set([...here].filter((at) => before.has(at)));
  }
  return standing ?? new Set();
}
