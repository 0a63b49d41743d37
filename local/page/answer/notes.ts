// A question and its answer -> what must be said beside the figures so that nobody misreads them.
import type { Answer, Question } from "../props.ts";
import { groupOf } from "../question/named.ts";
import { inSentence } from "../words/label.ts";

/** Sentences, the most important first. */
export function notesOn(question: Question, answer: Answer): readonly string[] {
  const group = groupOf(question);
  const notes = answer.overlap === undefined ? [] : [answer.overlap];
  if (group === undefined) return notes;
  if (answer.rows.some((row) => (row[group.field] ?? null) === null)) {
    notes.push(`“–” stands for ${question.form.noun.many} without a known ${inSentence(group.label)}.`);
  }
  return notes;
}

/**
 * What the table holds and in which order, e.g. `20 rows, largest first`.
 * @param question undefined for a link that no form asks, whose order is its own
 */
export function captionOf(question: Question | undefined, answer: Answer, rows: number): string {
  const counted = rows === 1 ? "1 row" : `${rows.toLocaleString()} rows`;
  if (question === undefined)
    return answer.cut ? `The first ${counted}, the most this link asks for; there are more.` : counted;
  const order =
    question.sort === undefined && rows > 1
      ? groupOf(question)?.timeframe === undefined
        ? ", largest first"
        : ", latest first"
      : "";
  return answer.cut ? `The first ${counted}${order}; there are more.` : `${counted}${order}`;
}
