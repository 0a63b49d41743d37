// A question and its answer -> what a screen reader says when it has come.
import type { Answer, Question } from "../props.ts";
import { measureOf } from "../question/named.ts";
import { showFigure } from "../words/figure.ts";

/** @returns e.g. `Average budget by genre: $44.6M, 20 rows.` */
export function sayAnswer(question: Question, answer: Answer): string {
  const { measure, format } = measureOf(question);
  const figure = showFigure(answer.overall?.[measure], format);
  const groups = new Set(answer.rows.map((row) => row[answer.columns[0]?.field ?? ""])).size;
  const rows =
    question.by === undefined ? "" : `, ${groups === 1 ? "1 row" : `${groups.toLocaleString()} rows`}`;
  return `${answer.title}: ${figure}${rows}.`;
}
