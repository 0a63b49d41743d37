// Rules about links between tables: the two columns of each can be compared.
import { findTable, findView } from "../find.ts";
import type { ColumnType } from "../model/column-type.ts";
import type { Model } from "../model/model.ts";
import type { Table } from "../model/table.ts";
import type { Problem } from "../problem.ts";
import type { Rule } from "./rule.ts";

/** The rules about links between tables. */
export const joinRules: readonly Rule[] = [
  {
    sentence: "A column that refers to a table has the type of the table's key",
    check: (model) =>
      model.tables.flatMap((table) =>
        table.references.flatMap((reference): readonly Problem[] => {
          const target = findTable(model, reference.table);
          const key = target?.key.length === 1 ? target.key[0] : undefined;
          const clash = clashOf(table, reference.column, target, key);
          if (clash === undefined) return [];
          return [{ code: "type-clash", at: reference.at, ...clash }];
        }),
      ),
  },
  {
    sentence: "The columns that a join compares have types that can be compared",
    check: (model) =>
      model.explores.flatMap((explore) =>
        explore.joins.flatMap((join) => {
          const fromView = explore.joins.find((one) => one.name === join.from)?.view ?? explore.view;
          const from = tableOf(fromView, model);
          const to = tableOf(join.view, model);
          return join.on.flatMap((pair): readonly Problem[] => {
            const declared = [...(from?.references ?? []), ...(to?.references ?? [])];
            const stated = declared.some(
              (one) => one.column === pair.fromColumn || one.column === pair.toColumn,
            );
            const clash = stated ? undefined : clashOf(from, pair.fromColumn, to, pair.toColumn);
            if (clash === undefined) return [];
            return [{ code: "type-clash", at: [...join.at, "on", pair.fromColumn], ...clash }];
          });
        }),
      ),
  },
];

function tableOf(view: string, model: Model): Table | undefined {
  const found = findView(model, view);
  return found === undefined ? undefined : findTable(model, found.table);
}

function clashOf(
  from: Table | undefined,
  fromColumn: string,
  to: Table | undefined,
  toColumn: string | undefined,
): Pick<Problem, "message" | "hint"> | undefined {
  const one = from?.columns.find((column) => column.name === fromColumn)?.type;
  const other = to?.columns.find((column) => column.name === toColumn)?.type;
  if (one === undefined || other === undefined || familyOf(one) === familyOf(other)) return undefined;
  return {
    message: `\`${from?.name}.${fromColumn}\` is ${one.kind} and \`${to?.name}.${toColumn}\` is ${other.kind}, so no row of one meets a row of the other`,
    hint: "give both columns the same type in `sources:`",
  };
}

function familyOf(type: ColumnType): string {
  switch (type.kind) {
    case "integer":
    case "decimal":
    case "double":
      return "number";
    case "date":
    case "timestamp":
      return "time";
    case "text":
    case "boolean":
      return type.kind;
  }
}
