// Rules about long names: two that a warehouse would cut to the same one.
import type { At } from "../model/at.ts";
import type { Table } from "../model/table.ts";
import { once } from "../once.ts";
import type { Problem } from "../problem.ts";
import type { Rule } from "./rule.ts";

/** The longest name Postgres keeps, in bytes; it cuts longer ones without a word (its manual, "Identifiers and Key Words"). */
const KEPT = 63;

/** The rules about names that are cut. */
export const cutNameRules: readonly Rule[] = [
  {
    sentence: `Two tables, or two columns of a table, differ in their first ${KEPT} characters`,
    check: (model) => [...cutAlike("tables", model.tables), ...model.tables.flatMap(columnsCutAlike)],
  },
];

const columnsCutAlike = once((table: Table) => cutAlike(`columns of \`${table.name}\``, table.columns));

function cutAlike(
  what: string,
  named: readonly { readonly name: string; readonly at: At }[],
): readonly Problem[] {
  const seen = new Map<string, string>();
  return named.flatMap(({ name, at }): readonly Problem[] => {
    const cut = name.slice(0, KEPT);
    const first = seen.get(cut);
    seen.set(cut, first ?? name);
    if (first === undefined || first === name) return [];
    return [
      {
        code: "duplicate-name",
        at,
        onKey: true,
        message: `\`${name}\` and \`${first}\` are two ${what} that Postgres cannot tell apart: it keeps ${KEPT} characters of a name`,
        hint: "shorten one of them so that they differ earlier",
      },
    ];
  });
}
