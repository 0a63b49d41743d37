// A measure -> its SQL over the rows in scope.
import type { AskedMeasure } from "../plan/asked.ts";
import type { Owner } from "../plan/planned.ts";
import { keyName, operand, readyValue } from "./write-rows.ts";
import type { Writer } from "./writer.ts";

/**
 * One measure over the rows in scope.
 * @param ready whether a subquery has made the rows ready, under its own names
 */
export function writeMeasure(
  measure: AskedMeasure,
  owner: Owner | undefined,
  ready: boolean,
  writer: Writer,
): string {
  if (owner === undefined) throw new Error(`${measure.name} belongs to no view`);
  if (measure.computed !== undefined)
    return computedFrom(measure, writer, (one) => writeMeasure(one, owner, ready, writer));
  const value = ready ? readyValue(measure, owner, writer) : operand(measure, owner, writer);
  const sql = aggregated(measure, value, writer);
  return measure.distinctKey === undefined ? sql : whereOneEach(value, sql);
}

/**
 * Two values of one key are no value: which of them counts, nobody said, and Looker's sum of hashes would be a number
 * out of thin air. Rows are one for each key and value by now.
 */
function whereOneEach(value: string, sql: string): string {
  return `CASE WHEN COUNT(${value}) = COUNT(DISTINCT CASE WHEN ${value} IS NOT NULL THEN ${keyName(0)} END) THEN ${sql} END`;
}

/** @param value what each row gives to it */
function aggregated(measure: AskedMeasure, value: string, writer: Writer): string {
  switch (measure.type) {
    case "count":
      return `COUNT(${value})`;
    case "count_distinct":
      return `COUNT(DISTINCT ${value})`;
    // Looker's own spelling: a total over nothing is 0, an average over nothing is unknown.
    case "sum":
    case "sum_distinct":
      return `COALESCE(SUM(${value}), 0)`;
    case "average":
    case "average_distinct":
      return writer.dialect.average(value);
    case "min":
      return `MIN(${value})`;
    case "max":
      return `MAX(${value})`;
    case "list":
      return writer.dialect.list(value);
    case "date":
      return `CAST(${measure.pick}(${value}) AS DATE)`;
    case "string":
      return `${measure.pick}(${value})`;
    case "median":
    case "median_distinct":
      return writer.dialect.median.of(value);
    case "percentile":
    case "percentile_distinct":
      if (measure.percentile === undefined) throw new Error(`${measure.name} is no percentile`);
      return writer.dialect.percentile.of(value, measure.percentile);
    case "number":
    case "yesno":
    case "running_total":
    case "percent_of_total":
    case "percent_of_previous":
    case "period_over_period":
      throw new Error(`${measure.name} is taken from no row by itself`);
  }
}

/**
 * The SQL of a computed measure, with its measures in their places.
 * @param write writes each of them
 */
export function computedFrom(
  measure: AskedMeasure,
  writer: Writer,
  write: (one: AskedMeasure) => string,
): string {
  const { computed } = measure;
  if (computed === undefined) throw new Error(`${measure.name} is computed from nothing`);
  const sql = writer.expression(computed.sql, (name) => {
    const one = computed.from.find((part) => part.name === name);
    if (one === undefined) throw new Error(`${measure.name} does not know ${name}`);
    return write(one);
  });
  return `(${sql})`;
}

/** A measure as it is shown: Looker's yesno is CASE WHEN … THEN 'Yes' ELSE 'No' END, so what is not known is a no. */
export function asShown(measure: AskedMeasure, sql: string): string {
  return measure.values === "yesno" ? `COALESCE(${sql}, FALSE)` : sql;
}

/** What stands in the column of a measure where its value is not known. */
export function noValue(measure: AskedMeasure, writer: Writer): string {
  const counts = measure.type === "count" || measure.type === "count_distinct";
  const types = {
    number: counts ? "BIGINT" : writer.dialect.widestNumber,
    string: writer.dialect.boundType("text", ""),
    date: "DATE",
    yesno: "BOOLEAN",
  };
  return `CAST(NULL AS ${types[measure.values]})`;
}
