// The measure that two parameters choose -> the Liquid that picks it.
import type { ChosenMeasure } from "../../model/field.ts";

/**
 * Every branch refers to a real measure, so that Looker's protection against counting twice still holds
 * (it does not for aggregates written into `type: number`). What cannot be asked is NULL.
 * @returns Liquid and SQL in several lines
 */
export function answerSql(answer: ChosenMeasure): string {
  const metrics = [...new Set(answer.choices.map((choice) => choice.metric))];
  return branches(answer.metric, metrics, (metric) => {
    const choices = answer.choices.filter((choice) => choice.metric === metric);
    const [first] = choices;
    if (answer.counts === true && first !== undefined) return [`\${${first.measure}}`];
    const measureOf = new Map(choices.map((choice) => [choice.aggregation, choice.measure]));
    const inner = branches(answer.aggregation, [...measureOf.keys()], (aggregation) => [
      `\${${measureOf.get(aggregation)}}`,
    ]);
    return inner.map((line) => `  ${line}`);
  }).join("\n");
}

/** `{% if %}` to `{% endif %}` over the values of a parameter; a branch of one line stays on the line of its condition. */
function branches(
  parameter: string,
  values: readonly string[],
  branch: (value: string) => readonly string[],
): readonly string[] {
  const conditions = values.flatMap((value, index) => {
    const tag = `{% ${index === 0 ? "if" : "elsif"} ${parameter}._parameter_value == '${value}' %}`;
    const [first = "", ...more] = branch(value);
    return more.length === 0 ? [`${tag} ${first}`] : [tag, first, ...more];
  });
  return [...conditions, "{% else %} NULL", "{% endif %}"];
}
