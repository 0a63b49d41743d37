// A model -> Mermaid's entity relationship diagram of its tables.
import type { ColumnType } from "../../model/column-type.ts";
import type { Model } from "../../model/model.ts";
import { linksOf } from "./links.ts";

/** @returns the diagram's text, tables in the model's order and then what refers to what */
export function printMermaid(model: Model): string {
  const lines = model.tables.flatMap((table) => [
    `  ${table.name} {`,
    ...table.columns.map((column) => {
      const marks = [
        ...(table.key.includes(column.name) ? ["PK"] : []),
        ...(table.references.some((one) => one.column === column.name) ? ["FK"] : []),
      ];
      return `    ${typeWord(column.type)} ${column.name}${marks.length === 0 ? "" : ` ${marks.join(", ")}`}`;
    }),
    "  }",
  ]);
  const links = linksOf(model).map(
    (link) => `  ${link.to} ||--${link.once ? "o|" : "o{"} ${link.from} : ${link.column}`,
  );
  return ["erDiagram", ...lines, ...links, ""].join("\n");
}

/** One word for a type, since Mermaid takes no brackets. */
export function typeWord(type: ColumnType): string {
  return type.kind;
}
