// An address -> what the page shows there: a question of a form, a query the form cannot ask, or a form to begin with.
import type { LookerQuery, Place, Question, Sheet } from "../props.ts";
import { readAddress, writeAddress } from "./address.ts";
import { readQuery } from "./read.ts";
import { startOf } from "./start.ts";
import { writeQuery } from "./write.ts";

/** What an address opens. `ask` says whether its question is asked at once. */
export type Opened =
  | {
      readonly kind: "form";
      readonly question: Question;
      readonly ask: boolean;
      /** What the address asks for and the page cannot follow, in words. */
      readonly troubles: readonly string[];
    }
  | { readonly kind: "plain"; readonly query: LookerQuery }
  | { readonly kind: "admin" }
  | { readonly kind: "nothing" };

/** The same for the server and the browser. */
export function openPlace(sheet: Sheet, { pathname, search }: Place): Opened {
  if (/^\/admin\/?$/.test(pathname)) return { kind: "admin" };
  const query = readAddress(pathname, search);
  const parameters = new URLSearchParams(search);
  const preferred = parameters.get("question");
  const [first] = sheet.forms;
  if (query === undefined) {
    const form = sheet.forms.find((one) => one.name === preferred) ?? first;
    if (form === undefined) return { kind: "nothing" };
    const troubles =
      preferred === null || form.name === preferred ? [] : [`There is no question called “${preferred}”.`];
    return { kind: "form", question: startOf(form), ask: troubles.length === 0, troubles };
  }
  const question = readQuery(query, sheet, preferred);
  if (question !== undefined) return { kind: "form", question, ask: true, troubles: [] };
  const form = sheet.forms.find((one) => query.model === sheet.model && one.explore === query.view);
  // Looker's blank explore asks for nothing yet.
  if (query.fields.length === 0 && form !== undefined)
    return { kind: "form", question: startOf(form), ask: false, troubles: [] };
  return { kind: "plain", query };
}

/** The address of a question. Its form is named only where the query alone would open another. */
export function addressOf(question: Question, sheet: Sheet): string {
  const query = writeQuery(question, sheet.model);
  const address = writeAddress(query);
  const isPlain = readQuery(query, sheet)?.form === question.form;
  return isPlain ? address : `${address}&question=${encodeURIComponent(question.form.name)}`;
}
