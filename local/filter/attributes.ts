// User attributes in an expression -> the expression with their values in their places.
import { Mistake } from "../../generator/index.ts";

const ATTRIBUTE = /\{\{\s*_user_attributes\s*\[\s*(['"])([A-Za-z0-9_]+)\1\s*\]\s*\}\}/g;

/**
 * A value is put in as it is, so it may be a whole expression or a part of one, as in Looker
 * (docs.cloud.google.com/looker/docs/filter-expressions, "User attribute").
 * @param field the filtered field's full name, for messages
 * @throws Mistake for an attribute that whoever asks does not have, and for one that is not spelled as Looker does
 */
export function fillAttributes(
  expression: string,
  attributes: Readonly<Record<string, string>>,
  field: string,
): string {
  if (!expression.includes("_user_attributes")) return expression;
  if (expression.replaceAll(ATTRIBUTE, "").includes("_user_attributes"))
    throw new Mistake(
      `The filter "${expression}" on ${field} names a user attribute in a way that is not understood. Write it as {{ _user_attributes['region'] }}.`,
    );
  return expression.replaceAll(ATTRIBUTE, (_whole, _quote: string, name: string) => {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (value !== undefined) return value;
    throw new Mistake(
      `The filter "${expression}" on ${field} asks for the user attribute ${name}, and whoever asks has none of that name. Ask as somebody who has it, or write the value itself.`,
    );
  });
}
