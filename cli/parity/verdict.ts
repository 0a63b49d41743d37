// What became of one question of a comparison -> the lines that say it.
import type { ComparedAnswers } from "../../generator/looker/index.ts";

/** What became of one question. */
export type Verdict =
  | { readonly title: string; readonly state: "same" | "different"; readonly compared: ComparedAnswers }
  /** One of the two did not answer. */
  | { readonly title: string; readonly state: "not asked"; readonly why: string };

/** One question: a line, and below it where the two differ and what may be why. */
export function printVerdict(verdict: Verdict): string {
  const name = verdict.state.padEnd(11);
  if (verdict.state === "not asked") return `${name}${verdict.title}: ${verdict.why}\n`;
  const { rows, values, rounded, tied, differences, count, reasons } = verdict.compared;
  if (verdict.state === "same")
    return `${name}${verdict.title}: ${counted(rows, "row")}, ${counted(values, "value")}${rounded === 0 ? "" : `, ${rounded} within Looker's rounding`}${tied === 0 ? "" : `; ${counted(tied, "row")} of equal rank left out by the limit on one side`}\n`;
  return [
    `${name}${verdict.title}: ${counted(count, "difference")} in ${counted(rows, "row")}`,
    ...differences.map((line) => `             ${line}`),
    ...(count > differences.length ? [`             … and ${count - differences.length} more`] : []),
    "           may be",
    ...reasons.map((line) => `             ${line}`),
    "",
  ].join("\n");
}

/** All of them, in a sentence. */
export function summaryOf(verdicts: readonly Verdict[]): string {
  const count = (state: Verdict["state"]): number => verdicts.filter((one) => one.state === state).length;
  if (count("same") === verdicts.length)
    return `${counted(verdicts.length, "question")}: Looker and the planner give the same answers.`;
  const left = count("not asked");
  return `${counted(verdicts.length, "question")}: ${count("same")} the same, ${count("different")} different${left === 0 ? "" : `, ${left} not asked of both`}.`;
}

function counted(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
