// A run whose quarantine is put through again x the lineage -> which rows were brought with it or since, and so stand over it.
import type { Names } from "../names.ts";

/** The run that records of quarantine came with. */
export interface Replayed {
  readonly run: number;
  readonly period: string | undefined;
  /** Names of the model's sources in its order: of one drop, a later one stands over an earlier one. */
  readonly sources: readonly string[];
}

/**
 * A condition on a line of lineage `l`: its row was brought by a later run, of no earlier month, or by a source
 * of the same drop that stands over this one.
 * @param source whose records are put through again; undefined where rows belong to no record
 * @param values those of the statement before; the condition's own follow them
 */
export function standsOver(
  replayed: Replayed,
  source: string | undefined,
  names: Names,
  l: string,
  values: readonly unknown[],
): { readonly where: string; readonly values: readonly unknown[] } {
  const { run, period, sources } = replayed;
  const later = source === undefined ? [] : sources.slice(sources.indexOf(source) + 1);
  const mark = values.length + 1;
  const earlier =
    period === undefined
      ? ""
      : ` AND NOT EXISTS (SELECT 1 FROM ${names.kept("runs")} e WHERE e.id = ${l}._run AND e.period < $${mark + 1})`;
  const own = period === undefined ? [run] : [run, period];
  const among = later.map((_, at) => `$${mark + own.length + at}`).join(", ");
  const beside = later.length === 0 ? "" : ` OR (${l}._run = $${mark} AND ${l}._source IN (${among}))`;
  return {
    where: `((${l}._run > $${mark}${earlier})${beside})`,
    values: [...values, ...own, ...later],
  };
}
