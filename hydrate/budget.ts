// What could not be read of a source x its budget -> a judgement before anything is published: kept, accepted, or refused in words.
import { Mistake, type Source } from "../generator/index.ts";
import type { BudgetReport, DriftReport, QuarantineReport } from "./outcome.ts";
import { quarantineLines } from "./report.ts";
import { count, number } from "./words.ts";

/** What landing saw of one source, over all its files. */
export interface Readable {
  readonly source: Source;
  readonly read: number;
  readonly unreadable: number;
  /** Why, by reason. */
  readonly reasons: readonly QuarantineReport[];
}

const MOST_REASONS = 5;

/** More of a drop cannot be read than its budget allows: told apart, since it is the vendor who has to act. */
export class OverBudget extends Mistake {}

/**
 * Judges all sources, and refuses once.
 * @param accept take what overruns its budget, too
 * @param drift of columns, which may be why
 * @throws OverBudget that names the worst reasons, when a source overruns its budget
 */
export function judgeBudgets(
  all: readonly Readable[],
  accept: boolean,
  drift: readonly DriftReport[],
): readonly BudgetReport[] {
  const judged = all.map(({ source, read, unreadable }) => {
    const { most, said } = allowance(source, read);
    const kept = unreadable <= most;
    return {
      kept,
      report: {
        source: source.name,
        read,
        unreadable,
        most,
        said,
        verdict: kept ? "kept" : "accepted",
      } as const,
    };
  });
  const overrun = all.filter((_, at) => judged[at]?.kept === false);
  if (overrun.length > 0 && !accept) throw new OverBudget(explain(overrun, drift));
  return judged.map(({ report }) => report);
}

/** A sentence for each budget that was overrun and accepted. */
export function sayAccepted(budgets: readonly BudgetReport[]): readonly string[] {
  return budgets
    .filter((budget) => budget.verdict === "accepted")
    .map(
      (budget) =>
        `${number(budget.unreadable)} of ${count(budget.read, "record")} of source ${budget.source} could not be read, more than its budget of ${budget.said}; they are in quarantine, as was asked for`,
    );
}

function allowance({ budget }: Source, read: number): { readonly most: number; readonly said: string } {
  if (budget.kind === "records") return { most: budget.records, said: count(budget.records, "record") };
  const most = Math.max(Math.floor(read * budget.share), budget.least);
  const share = `${Number((budget.share * 100).toFixed(4))} %`;
  return { most, said: budget.least > 0 ? `${share}, or ${budget.least} records where that is more` : share };
}

function explain(overrun: readonly Readable[], drift: readonly DriftReport[]): string {
  const lines = overrun.flatMap(({ source, read, unreadable, reasons }) => {
    const { said } = allowance(source, read);
    const drifted = drift.filter((one) => one.source === source.name && one.kind !== "new");
    const most = reasons.toSorted((a, b) => b.count - a.count);
    const left = most.slice(MOST_REASONS).reduce((sum, reason) => sum + reason.count, 0);
    return [
      `${number(unreadable)} of ${count(read, "record")} of source \`${source.name}\` cannot be read (${percent(unreadable, read)}); its budget is ${said}. Nothing of this drop was loaded.`,
      ...drifted.map((one) => `  ${one.said}`),
      ...most
        .slice(0, MOST_REASONS)
        .flatMap(quarantineLines)
        .map((line) => `  ${line}`),
      ...(left > 0 ? [`  ${count(left, "record")} for other reasons`] : []),
    ];
  });
  const names = overrun.map(({ source }) => `\`sources.${source.name}.budget\``).join(" and ");
  return [
    ...lines,
    `Have the file delivered again, or change \`columns\` in the model if the vendor's new way is right, and run the same command again. To load it all the same, and leave these records in quarantine, add --accept-quarantine; to allow as much every month, raise ${names}.`,
  ].join("\n");
}

function percent(part: number, whole: number): string {
  const share = (part / whole) * 100;
  return `${share < 10 ? share.toFixed(1) : Math.round(share)} %`;
}
