// Two answers to one question, the planner's and Looker's -> where they differ beyond Looker's rounding, and what may be why.

/** What a column of the answer holds, as far as it decides how near two values must be. */
export type ColumnKind = "dimension" | "sum" | "average" | "exact" | "reckoned";

/** One column of both answers. */
export interface ComparedColumn {
  /** Full name of the field. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Of a dimension: whether it is a part of a date. */
  readonly isTime: boolean;
}

/** A value as JSON or the planner has it. */
export type AnsweredValue = string | number | boolean | null;
/** A row by field name. */
export type AnsweredRow = Readonly<Record<string, AnsweredValue>>;

/** What is known of the question. */
export interface ComparedQuestion {
  readonly columns: readonly ComparedColumn[];
  /** The measure that counts rows, which is among the columns; undefined when none is. */
  readonly counts: string | undefined;
  readonly limit: number | undefined;
  readonly isFiltered: boolean;
  /** Whether the model's text filters tell capital letters from small ones. */
  readonly caseSensitive: boolean;
}

/** What the comparison of two answers found. */
export interface ComparedAnswers {
  /** Rows that stand in both. */
  readonly rows: number;
  readonly values: number;
  /** Values that differ by what Looker's rounding makes of them, and no more. */
  readonly rounded: number;
  /** In words; the first few, and how many there are. */
  readonly differences: readonly string[];
  readonly count: number;
  /** What may be the reason, likeliest first. */
  readonly reasons: readonly string[];
}

/** Looker's symmetric form cuts each row's value to a millionth (Google, "Understanding symmetric aggregates"). */
const MILLIONTH = 0.000_001;
/** Two roundings of a double: the database's quotient, and JSON's number. */
const ROUNDED = 4e-15;
/** How many differences are said. */
const MOST_SAID = 5;

/**
 * Rows are matched by their dimensions, so that the order does not count. A count, a minimum or a maximum has to be the
 * same; a total may differ by a millionth for each row in it, an average by a millionth.
 * @param ours the planner's rows
 * @param theirs Looker's rows
 */
export function compareAnswers(
  question: ComparedQuestion,
  ours: readonly AnsweredRow[],
  theirs: readonly AnsweredRow[],
): ComparedAnswers {
  const dimensions = question.columns.filter(({ kind }) => kind === "dimension");
  const measures = question.columns.filter(({ kind }) => kind !== "dimension");
  const keyOf = (row: AnsweredRow): string =>
    JSON.stringify(dimensions.map(({ name }) => spelled(row[name] ?? null)));
  const said: string[] = [];
  const seen: Seen = { onlyOurs: [], onlyTheirs: [], nulls: false, counts: false, cut: false };
  const byKey = new Map(theirs.map((row) => [keyOf(row), row]));
  const isCut = (rows: readonly AnsweredRow[]): boolean =>
    question.limit !== undefined && rows.length >= question.limit;
  seen.cut = isCut(ours) || isCut(theirs);
  let [rows, values, rounded] = [0, 0, 0];
  for (const row of ours) {
    const key = keyOf(row);
    const other = byKey.get(key);
    byKey.delete(key);
    if (other === undefined) {
      seen.onlyOurs.push(key);
      continue;
    }
    rows += 1;
    for (const column of measures) {
      const [our, their] = [row[column.name] ?? null, other[column.name] ?? null];
      values += 1;
      const verdict = near(
        column,
        our,
        their,
        question.counts === undefined ? undefined : Number(row[question.counts]),
      );
      if (verdict === "same") continue;
      if (verdict === "rounded") rounded += 1;
      else {
        seen.nulls ||= (our === null) !== (their === null);
        seen.counts ||= column.name === question.counts;
        said.push(
          `${whereOf(dimensions, row)}${column.name} is ${shown(our)} here and ${shown(their)} in Looker`,
        );
      }
    }
  }
  seen.onlyTheirs.push(...byKey.keys());
  const missing = seen.cut
    ? []
    : [
        ...seen.onlyOurs.map((key) => `only here: ${readable(key)}`),
        ...seen.onlyTheirs.map((key) => `only in Looker: ${readable(key)}`),
      ];
  const all = [...said, ...missing];
  return {
    rows,
    values,
    rounded,
    differences: all.slice(0, MOST_SAID),
    count: all.length,
    reasons: all.length === 0 ? [] : reasonsOf(question, dimensions, seen),
  };
}

/** What was seen on the way. */
interface Seen {
  readonly onlyOurs: string[];
  readonly onlyTheirs: string[];
  nulls: boolean;
  counts: boolean;
  cut: boolean;
}

function near(
  { kind }: ComparedColumn,
  ours: AnsweredValue,
  theirs: AnsweredValue,
  counted: number | undefined,
): "same" | "rounded" | "different" {
  const [our, their] = [spelled(ours), spelled(theirs)];
  if (our === their) return "same";
  const [a, b] = [Number(our), Number(their)];
  if (our === null || their === null || our === "" || their === "" || Number.isNaN(a) || Number.isNaN(b))
    return "different";
  const apart = Math.abs(a - b);
  const size = Math.max(Math.abs(a), Math.abs(b)) * ROUNDED;
  const most = {
    dimension: 0,
    exact: size,
    average: MILLIONTH + size,
    sum: (counted ?? 1) * MILLIONTH + size,
    reckoned: MILLIONTH * Math.max(1, Math.abs(a)),
  }[kind];
  if (apart > most) return "different";
  return apart <= size ? "same" : "rounded";
}

function reasonsOf(
  question: ComparedQuestion,
  dimensions: readonly ComparedColumn[],
  seen: Seen,
): readonly string[] {
  const unmatched = seen.onlyOurs.length + seen.onlyTheirs.length;
  const folded = new Set(seen.onlyTheirs.map((key) => key.toLowerCase()));
  const isCase = seen.onlyOurs.some((key) => folded.has(key.toLowerCase()));
  const isTime =
    dimensions.some((column) => column.isTime) && seen.onlyOurs.length > 0 && seen.onlyTheirs.length > 0;
  const isUnknown = [...seen.onlyOurs, ...seen.onlyTheirs].some((key) => /null|""/.test(key));
  const all: readonly (readonly [boolean, string])[] = [
    [
      seen.cut,
      `limit: the answer is cut at ${question.limit ?? 0} rows, and where it is cut depends on the order of equal rows; only rows in both were compared`,
    ],
    [
      isCase,
      "capital letters: the same text stands in both in another case; see case_sensitive and the connection's collation",
    ],
    [
      isTime && unmatched > 0,
      "time zone: rows lie in other periods; Looker may convert times to the query's zone, the planner reads them as they are stored",
    ],
    [
      seen.nulls || isUnknown,
      "nulls: what is not known is a value on one side only; look at `unknown` of the dimension and at COALESCE in its SQL",
    ],
    [
      question.isFiltered && (seen.counts || unmatched > 0),
      `filters: other rows match; text filters ${question.caseSensitive ? "tell capital letters" : "do not tell capital letters"} here, and dates filter by day`,
    ],
    [
      seen.counts || unmatched > 0,
      "rows: the two do not read the same ones; the connection or schema may be another, or Looker's production an older one (viewfinder drift)",
    ],
    [
      true,
      "definition: Looker's production may say this field otherwise (viewfinder drift), or LookML in refinements/ does",
    ],
  ];
  return all
    .filter(([holds]) => holds)
    .map(([, words]) => words)
    .slice(0, 3);
}

/** One spelling for what both sides spell in their own way: yes and no, numbers as text, days with a time of nothing. */
function spelled(value: AnsweredValue): string | null {
  if (value === null) return null;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  const text = String(value);
  // JSON's numbers lose digits beyond 2^53 on their way here, so ours do as well.
  if (/^-?\d{16,}$/.test(text)) return String(Number(text));
  if (/^-?\d+\.\d+$/.test(text)) return text.replace(/\.?0+$/, "");
  return text.replace(/^(\d{4}-\d{2}-\d{2}) 00:00:00(?:\.0+)?$/, "$1");
}

function whereOf(dimensions: readonly ComparedColumn[], row: AnsweredRow): string {
  if (dimensions.length === 0) return "";
  return `${dimensions.map(({ name }) => shown(row[name] ?? null)).join(", ")}: `;
}

function readable(key: string): string {
  return (JSON.parse(key) as readonly AnsweredValue[]).map(shown).join(", ");
}

function shown(value: AnsweredValue): string {
  if (value === null) return "not known";
  return value === "" ? '""' : String(value);
}
