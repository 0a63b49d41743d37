// The planner's numbers beside those of Looker's own SQL -> the first difference beyond Looker's rounding, or none.
import { Mistake } from "../../generator/index.ts";
import { compare, type Fraction, fraction, minus, plus, readFraction, times } from "../oracle/fraction.ts";
import { printFraction } from "../oracle/fraction.ts";
import type { Session, Spelled } from "../oracle/session.ts";
import { type Hosts, plannedQuery } from "./hosts.ts";
import type { LookerQuestion } from "./interpreter/scope.ts";
import { isMeasure, type SymmetricColumn, symmetricSql } from "./symmetric.ts";

/** How many numbers were compared. */
export interface Compared {
  /** The first difference in words. */
  readonly difference: string | undefined;
  /** Numbers that Looker computed in the symmetric form. */
  readonly symmetric: number;
  /** Numbers that it computed plainly. */
  readonly plain: number;
  /** Of the plain ones, not compared: Looker counted what SQL such as COALESCE makes of a row that is not there. */
  readonly madeUp: number;
  /** The planner said that it cannot answer. */
  readonly refused: boolean;
}

/** Nothing compared yet. */
export const NOTHING: Compared = {
  difference: undefined,
  symmetric: 0,
  plain: 0,
  madeUp: 0,
  refused: false,
};

const MILLIONTH = fraction(1n, 1_000_000n);
/** Postgres rounds a quotient of numerics to 16 significant digits or more (numeric.c, select_div_scale), one of doubles to 15. */
const DIVIDED = fraction(2n, 10n ** 15n);

/**
 * Asks both for every group. A plain total or count must be equal.
 *
 * Looker's symmetric form takes `FLOOR(value * 1000000)` of each row, and divides the sum by a million. So it
 * loses from each row at least 0 and less than 0.000001, downwards for negative values too, and then the
 * quotient has no more digits than the database gives it: of 12345678901234567.89 it makes 12345678901234567.9
 * (Google, "Understanding symmetric aggregates"). With `n` rows that have a value, and
 * `d` two parts in 10^15 of the larger number, for the two roundings:
 *
 *     -d <= our total   - Looker's < n * 0.000001 + d      (n = 0: both are 0)
 *     -d <= our average - Looker's <     0.000001 + d      (n = 0: both are unknown)
 *
 * A plain average may differ by `d`. Counts are exact.
 */
export async function compareRounded(
  { model, project }: Hosts,
  asked: LookerQuestion,
  session: Session,
): Promise<Compared> {
  const question = { ...asked, sorts: [], limit: undefined };
  const planned = plannedQuery(model, question);
  if (planned instanceof Mistake) return { ...NOTHING, refused: true };
  const looker = symmetricSql(project, question);
  const ours = await session.ask(planned.text, planned.values);
  const theirs = await session.ask(looker.text, looker.values);
  const groupOf = (row: readonly Spelled[]): string =>
    JSON.stringify(
      looker.columns.map(({ holds }, at) => (isMeasure(holds) ? "" : spelled(holds, row[at] ?? null))),
    );
  const byGroup = new Map(theirs.map((row) => [groupOf(row), row]));
  const seen = { symmetric: 0, plain: 0, madeUp: 0 };
  const found = (difference: string): Compared => ({
    ...NOTHING,
    ...seen,
    difference: `${difference}\n${looker.text}`,
  });
  if (ours.length !== theirs.length) return found(`${ours.length} groups, and Looker has ${theirs.length}`);
  for (const row of ours) {
    const other = byGroup.get(groupOf(row));
    if (other === undefined) return found(`Looker has no group ${groupOf(row)}`);
    for (const [at, column] of looker.columns.entries()) {
      if (!isMeasure(column.holds)) continue;
      const size = looker.columns.length;
      if (!column.symmetric && other[at + 2 * size] !== "0") {
        seen.madeUp += 1;
        continue;
      }
      seen[column.symmetric ? "symmetric" : "plain"] += 1;
      const [our, their] = [row[at] ?? null, other[at] ?? null];
      if (!isWithin(column, our, their, BigInt(other[at + size] ?? "0")))
        return found(
          `${question.fields[at] ?? ""} of ${groupOf(row)} is ${our ?? "unknown"}, and Looker's is ${their ?? "unknown"}`,
        );
    }
  }
  return { ...NOTHING, ...seen };
}

/** Whether one number lies where the formula above puts it. */
function isWithin(column: SymmetricColumn, ours: Spelled, theirs: Spelled, rows: bigint): boolean {
  if (ours === null || theirs === null) return ours === theirs;
  const [our, their] = [readFraction(ours), readFraction(theirs)];
  const lost = minus(our, their);
  const floor = column.symmetric && column.holds !== "count" && rows > 0n;
  const rounding =
    floor || column.holds === "average" ? times(larger(size(our), size(their)), DIVIDED) : fraction(0n);
  const most = !floor ? fraction(0n) : column.holds === "sum" ? times(MILLIONTH, fraction(rows)) : MILLIONTH;
  const above = compare(plus(lost, rounding), fraction(0n)) >= 0;
  const below = compare(minus(lost, rounding), most);
  return above && (floor ? below < 0 : below <= 0);
}

function size({ top, bottom }: Fraction): Fraction {
  return fraction(top < 0n ? -top : top, bottom);
}

function larger(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) > 0 ? a : b;
}

function spelled(holds: SymmetricColumn["holds"], cell: Spelled): Spelled {
  if (cell === null) return null;
  if (holds === "number") return printFraction(readFraction(cell));
  return holds === "yesno" ? String(/^(t|yes|true)$/i.test(cell)) : cell;
}
