// The door for programs that ask questions of the tables; rooms of ours import the files they need.
export { type Answer, type Cell } from "./answer.ts";
export { ask, type Asking, type ShortQuestion, sqlOf } from "./ask.ts";
export { type Coverage, coverageOf, type MeasureCoverage } from "./coverage.ts";
export { askForm, type FilledForm } from "./form.ts";
export { openReader } from "./pool.ts";
export type { Query, QueryColumn } from "./query.ts";
export type { Question, Sort, WholeQuestion } from "./question.ts";
export { openStack, type Stack, type StackOptions } from "./stack.ts";
export { answerWhole, type WholeAnswer } from "./whole-answer.ts";
