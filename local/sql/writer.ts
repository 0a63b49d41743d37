// Writes names and values into SQL text: names quoted by the dialect, values only ever as placeholders.
import type { BoundKind, Calendar, Dialect } from "../../generator/index.ts";
import type { SqlExpression } from "../plan/expand.ts";
import type { Place } from "../plan/predicate.ts";
import type { RowSource } from "../plan/sql-piece.ts";
import { writeCondition } from "./write-condition.ts";

/** Collects the bound values of one query while its text is written. */
export class Writer {
  readonly dialect: Dialect;
  readonly values: string[] = [];
  readonly #queries: { readonly name: string; readonly text: string }[] = [];
  readonly #calendar: Calendar | undefined;
  readonly #placeholders = new Map<string, string>();

  readonly #inner: ((key: string) => string) | undefined;

  /**
   * @param dialect how the warehouse spells SQL
   * @param calendar how times are cut; Looker's own where it is left out
   * @param inner writes a plan inside the plan
   */
  constructor(dialect: Dialect, calendar?: Calendar, inner?: (key: string) => string) {
    this.dialect = dialect;
    this.#calendar = calendar;
    this.#inner = inner;
  }

  /**
   * A placeholder for a value; equal values of one type share it.
   * @param kind what it is compared with: a placeholder has one type wherever it stands, so it says which
   */
  bind(value: string, kind: BoundKind): string {
    const type = this.dialect.boundType(kind, value);
    const key = `${type} ${value}`;
    const known = this.#placeholders.get(key);
    if (known !== undefined) return known;
    this.values.push(value);
    const placeholder = `CAST($${this.values.length} AS ${type})`;
    this.#placeholders.set(key, placeholder);
    return placeholder;
  }

  /** A column of a joined view. */
  column(alias: string, column: string): string {
    return `${this.name(alias)}.${this.name(column)}`;
  }

  /** A table under the name it has in the query. */
  place(place: Place): string {
    return `${this.#rows(place)} AS ${this.name(place.alias)}`;
  }

  /** The queries that stand for tables in what was written so far, as `name AS (…)`, those that others read first. */
  get queries(): readonly string[] {
    return this.#queries.map(({ name, text }) => `${this.name(name)} AS (\n${indent(text)}\n)`);
  }

  /** A table of the warehouse by its full name, a query by the name it has before all others. */
  #rows(source: RowSource): string {
    const text = this.#queryOf(source);
    if (text === undefined) return `${this.name(source.schema)}.${this.name(source.table)}`;
    const known = this.#queries.find((one) => one.text === text);
    if (known !== undefined) return this.name(known.name);
    let name = source.table;
    // Under two names in an explore, one query can come to two.
    for (let next = 2; this.#queries.some((one) => one.name === name); next += 1)
      name = `${source.table}_${next}`;
    this.#queries.push({ name, text });
    return this.name(name);
  }

  #queryOf(source: RowSource): string | undefined {
    if (source.query !== undefined) return this.expression(source.query);
    if (source.inner === undefined) return undefined;
    if (this.#inner === undefined) throw new Error(`nothing writes the question that ${source.table} is`);
    return this.#inner(source.inner.key);
  }

  /**
   * An expression over columns, cut to its timeframe.
   * @param measure writes a measure, in conditions on groups
   */
  expression(expression: SqlExpression, measure?: (name: string) => string): string {
    const text = expression.pieces
      .map((piece) => {
        if (typeof piece === "string") return piece;
        if ("pieces" in piece) return this.expression(piece, measure);
        if ("measure" in piece) {
          if (measure === undefined) throw new Error(`${piece.measure} stands where rows are`);
          return measure(piece.measure);
        }
        if ("rows" in piece) return this.#rows(piece.rows);
        if ("interval" in piece)
          return this.dialect.span(
            piece.interval,
            this.expression(piece.start, measure),
            this.expression(piece.end, measure),
          );
        if ("moved" in piece)
          return this.dialect.moved(this.expression(piece.moved, measure), piece.periods, piece.by);
        if ("value" in piece) return this.bind(piece.value, piece.kind);
        if ("tested" in piece) {
          const { tested, condition, language, caseSensitive } = piece;
          return writeCondition(this.expression(tested, measure), condition, language, this, {
            caseSensitive,
          });
        }
        return piece.column === undefined ? this.name(piece.alias) : this.column(piece.alias, piece.column);
      })
      .join("");
    return expression.timeframe === undefined
      ? text
      : this.dialect.timeframe(expression.timeframe, text, this.#calendar);
  }

  /** Plain names stay bare, so that people can read the SQL; anything else is quoted. */
  name(name: string): string {
    return /^[a-z][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : this.dialect.identifier(name);
  }
}

/** Text moved two blanks to the right. */
export function indent(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}

/** The column of a subquery that holds the answer's column of that number, counted from 0. */
export const groupName = (index: number): string => `group_${index + 1}`;

/** Words that Postgres or Redshift reads as syntax, so a name of that spelling must be quoted (their "reserved words" pages). */
const RESERVED = new Set(
  `aes128 aes256 all allowoverwrite analyse analyze and any array as asc asymmetric authorization az64 backup between
  binary blanksasnull both bytedict bzip2 case cast check collate collation column concurrently constraint create
  credentials cross cube current_catalog current_date current_role current_schema current_time current_timestamp
  current_user current_user_id default deferrable deflate defrag delta delta32k desc disable distinct do else
  emptyasnull enable encode encrypt encryption end except explicit false fetch for foreign freeze from full
  globaldict256 globaldict64k grant group gzip having identity ignore ilike in initially inner intersect interval into
  is isnull join lateral leading left like limit localtime localtimestamp lun luns lzo lzop minus mostly16 mostly32
  mostly8 natural new not notnull null nulls off offline offset oid old on only open or order outer overlaps parallel
  partition percent permissions pivot placing primary qualify raw readratio recover references rejectlog resort
  respect restore returning right select session_user similar snapshot some sysdate system system_user table
  tablesample tag tdes text255 text32k then timestamp to top trailing true truncatecolumns type union unique unnest
  unpivot user using variadic verbose wallet when where window with without`.split(/\s+/),
);
