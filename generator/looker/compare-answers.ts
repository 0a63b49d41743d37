// Two answers to one question, the planner's and Looker's -> where they differ beyond Looker's rounding, and what may be why.

/**
 * How near two values of a column have to be: `same` where nothing rounds; `double` where both sides reckon with
 * doubles; `sum`, `average` and `reckoned` (from one of the two) where Looker's symmetric form does.
 */
export type Nearness = "same" | "double" | "sum" | "average" | "reckoned";

/** One column of both answers. */
export interface ComparedColumn {
  /** Full name of the field. */
  readonly name: string;
  readonly category: "dimension" | "measure";
  /** Each type has its own spellings of one value; of text there is only one. */
  readonly type: "string" | "number" | "yesno" | "date" | "list";
  /** Of a dimension: whether it is a part of a date. */
  readonly isTime: boolean;
  readonly near: Nearness;
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
  /** What the rows are first sorted by; undefined when by nothing. */
  readonly sortedBy: string | undefined;
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
  /** Rows of one side only that are sorted as the last before the limit is, so that either side may cut them off. */
  readonly tied: number;
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
/** Sums and interpolations of doubles, whose order nobody settles. */
const OF_DOUBLES = 1e-12;
/** How many differences are said. */
const MOST_SAID = 5;

/**
 * Rows are matched by their dimensions, so that the order does not count, and each stands for one of the other side.
 * Values have to be the same, but for what Looker rounds: in its symmetric form a total loses up to a millionth for each
 * row in it, an average up to a millionth.
 * @param ours the planner's rows
 * @param theirs Looker's rows
 */
export function compareAnswers(
  question: ComparedQuestion,
  ours: readonly AnsweredRow[],
  theirs: readonly AnsweredRow[],
): ComparedAnswers {
  const dimensions = question.columns.filter(({ category }) => category === "dimension");
  const measures = question.columns.filter(({ category }) => category === "measure");
  const keyOf = (row: AnsweredRow): string =>
    JSON.stringify(dimensions.map((column) => spelled(row[column.name] ?? null, column)));
  const leftOut = question.columns.filter(({ name }) => theirs.some((row) => !Object.hasOwn(row, name)));
  const said: string[] = leftOut.map(({ name }) => `${name} is not in Looker's answer`);
  const seen: Seen = { onlyOurs: [], onlyTheirs: [], nulls: false, counts: false, cut: "not" };
  const byKey = new Map<string, AnsweredRow[]>();
  for (const row of theirs) {
    const key = keyOf(row);
    const alike = byKey.get(key);
    if (alike === undefined) byKey.set(key, [row]);
    else alike.push(row);
  }
  const isCut = (rows: readonly AnsweredRow[]): boolean =>
    question.limit !== undefined && rows.length >= question.limit;
  if (isCut(ours) || isCut(theirs)) seen.cut = ours.length === theirs.length ? "both" : "one";
  let [rows, values, rounded] = [0, 0, 0];
  for (const row of ours) {
    const key = keyOf(row);
    const other = byKey.get(key)?.shift();
    if (other === undefined) {
      seen.onlyOurs.push(row);
      continue;
    }
    rows += 1;
    for (const column of measures) {
      if (leftOut.includes(column)) continue;
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
  seen.onlyTheirs.push(...[...byKey.values()].flat());
  // When not one row could be compared, a tie explains nothing.
  const isTied = rows === 0 || seen.cut !== "both" ? () => false : tieAtCut(question, ours, theirs);
  const keys = new Set(ours.map(keyOf));
  const missing = [
    ...seen.onlyOurs.filter((row) => !isTied(row)).map((row) => `only here: ${wordsOf(dimensions, row)}`),
    ...seen.onlyTheirs
      .filter((row) => !isTied(row))
      .map((row) =>
        keys.has(keyOf(row))
          ? `more often in Looker than here: ${wordsOf(dimensions, row)}`
          : `only in Looker: ${wordsOf(dimensions, row)}`,
      ),
  ];
  const all = [...said, ...missing];
  return {
    rows,
    values,
    rounded,
    tied: seen.onlyOurs.length + seen.onlyTheirs.length - missing.length,
    differences: all.slice(0, MOST_SAID),
    count: all.length,
    reasons: all.length === 0 ? [] : reasonsOf(question, dimensions, seen, keyOf),
  };
}

/** What was seen on the way. */
interface Seen {
  readonly onlyOurs: AnsweredRow[];
  readonly onlyTheirs: AnsweredRow[];
  nulls: boolean;
  counts: boolean;
  /** Whether the limit cut the answers off: both at the same number of rows, or one. */
  cut: "not" | "one" | "both";
}

/** Whether a row is sorted as the last row before the cut is: which of such rows come through is nobody's order. */
function tieAtCut(
  { columns, sortedBy }: ComparedQuestion,
  ours: readonly AnsweredRow[],
  theirs: readonly AnsweredRow[],
): (row: AnsweredRow) => boolean {
  const column = columns.find(({ name }) => name === sortedBy);
  if (column === undefined) return () => true;
  const valueOf = (row: AnsweredRow | undefined): string | null =>
    spelled(row?.[column.name] ?? null, column);
  const last = valueOf(ours.at(-1));
  return (row) => valueOf(theirs.at(-1)) === last && valueOf(row) === last;
}

function near(
  column: ComparedColumn,
  ours: AnsweredValue,
  theirs: AnsweredValue,
  counted: number | undefined,
): "same" | "rounded" | "different" {
  const [our, their] = [spelled(ours, column), spelled(theirs, column)];
  if (our === their) return "same";
  const [a, b] = [Number(our), Number(their)];
  if (our === null || their === null || our === "" || their === "" || Number.isNaN(a) || Number.isNaN(b))
    return "different";
  if (column.type !== "number") return "different";
  const apart = Math.abs(a - b);
  const largest = Math.max(Math.abs(a), Math.abs(b));
  // A whole number that a double holds is not rounded on its way here.
  const size = Number.isSafeInteger(a) && Number.isSafeInteger(b) ? 0 : largest * ROUNDED;
  const most = {
    same: size,
    double: largest * OF_DOUBLES,
    average: MILLIONTH + largest * ROUNDED,
    sum: (counted ?? 1) * MILLIONTH + largest * ROUNDED,
    reckoned: (counted ?? 1) * MILLIONTH + largest * OF_DOUBLES,
  }[column.near];
  if (apart > most) return "different";
  return apart <= size ? "same" : "rounded";
}

function reasonsOf(
  question: ComparedQuestion,
  dimensions: readonly ComparedColumn[],
  seen: Seen,
  keyOf: (row: AnsweredRow) => string,
): readonly string[] {
  const unmatched = seen.onlyOurs.length + seen.onlyTheirs.length;
  const theirs = seen.onlyTheirs.map(keyOf);
  const folded = new Set(theirs.map((key) => key.toLowerCase()));
  const isCase = seen.onlyOurs.some((row) => folded.has(keyOf(row).toLowerCase()));
  const isTime =
    dimensions.some((column) => column.isTime) && seen.onlyOurs.length > 0 && seen.onlyTheirs.length > 0;
  const isUnknown = [...seen.onlyOurs, ...seen.onlyTheirs].some((row) =>
    dimensions.some(({ name }) => (row[name] ?? "") === ""),
  );
  const all: readonly (readonly [boolean, string])[] = [
    [
      seen.cut === "one",
      `limit: one of the two is cut at ${question.limit ?? 0} rows and the other is shorter; the connection or an admin of Looker may allow fewer`,
    ],
    [
      seen.cut === "both" && unmatched > 0,
      `limit: both are cut at ${question.limit ?? 0} rows, and which rows those are depends on the order; sort by what tells rows apart, or ask for all (limit: -1)`,
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

/** One spelling for what both sides spell in their own way, by the column's type; a text is what it is. */
function spelled(value: AnsweredValue, { type }: ComparedColumn): string | null {
  if (value === null) return null;
  const text = String(value);
  switch (type) {
    case "yesno":
      return text === "true" ? "Yes" : text === "false" ? "No" : text;
    case "number":
      return numberOf(text);
    case "date":
      return text.replace(/^(\d{4}-\d{2}-\d{2}) 00:00:00(?:\.0+)?$/, "$1");
    case "list":
      // Neither side settles the order; Looker puts its own mark between values, or a comma.
      return text
        .split(/\|RECORD\||, ?/)
        .toSorted()
        .join(", ");
    case "string":
      return text;
  }
}

function numberOf(text: string): string {
  // JSON's numbers lose digits beyond 2^53 on their way here, so ours do as well.
  if (/^-?\d{16,}$/.test(text)) return String(Number(text));
  if (/^-?\d+\.\d+$/.test(text)) return text.replace(/\.?0+$/, "").replace(/^-0$/, "0");
  return text;
}

function whereOf(dimensions: readonly ComparedColumn[], row: AnsweredRow): string {
  return dimensions.length === 0 ? "" : `${wordsOf(dimensions, row)}: `;
}

/** Nothing tells the rows of a question without a dimension apart. */
function wordsOf(dimensions: readonly ComparedColumn[], row: AnsweredRow): string {
  if (dimensions.length === 0) return "the only row";
  return dimensions.map(({ name }) => shown(row[name] ?? null)).join(", ");
}

function shown(value: AnsweredValue): string {
  if (value === null) return "not known";
  return value === "" ? '""' : String(value);
}
