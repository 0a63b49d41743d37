// The model's tables x what a warehouse takes -> a refusal of names it would cut, and of tables too wide for it.
import { createTable, Mistake } from "../../generator/index.ts";
import type { Names } from "../names.ts";
import type { Task } from "../tasks.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { count, listed, number } from "../words.ts";

/** What hydrate puts beside the columns of a table where it stages its rows, and where it keeps what they were. */
const OWN_COLUMNS = 2;

/** @throws Mistake that names all that does not fit */
export function refuseUnfit(tasks: readonly Task[], names: Names, warehouse: Warehouse): void {
  const complaints = [
    ...sayLong(tasks, names, warehouse.longestName),
    ...sayCutIndexes(tasks, names, warehouse),
    ...sayWide(tasks, warehouse.mostColumns - OWN_COLUMNS),
  ];
  if (complaints.length === 0) return;
  throw new Mistake(`${complaints.join("\n")}\nNothing of this drop was loaded.`);
}

function sayLong(tasks: readonly Task[], names: Names, longest: number): readonly string[] {
  const all = tasks.flatMap(({ table }) => [table.name, ...table.columns.map((column) => column.name)]);
  const long = [names.publishedSchema, ...all].filter((name) => Buffer.byteLength(name) > longest);
  if (long.length === 0) return [];
  return [
    `${count(long.length, "name is", "names are")} longer than the ${longest} bytes that this warehouse takes: ${listed(long)}. Shorten them in the model.`,
  ];
}

/** A warehouse cuts the name of an index without a word, and an index whose name is there already is not made. */
function sayCutIndexes(tasks: readonly Task[], names: Names, warehouse: Warehouse): readonly string[] {
  const owners = new Map<string, string>();
  return tasks.flatMap(({ table }) => {
    const [, ...indexes] = createTable(table, names.publishedSchema, table.name, warehouse.dialect);
    return [table.name, ...indexes.map((statement) => /"([^"]+)" ON /.exec(statement)?.[1] ?? "")].flatMap(
      (name): readonly string[] => {
        const cut = Buffer.from(name).subarray(0, warehouse.longestName).toString();
        const other = owners.get(cut);
        owners.set(cut, name);
        if (other === undefined || other === name) return [];
        return [
          `\`${name}\` and \`${other}\` are one name in this warehouse, which takes ${warehouse.longestName} bytes: both would be \`${cut}\`. Shorten the name of table \`${table.name}\` or of its columns in the model.`,
        ];
      },
    );
  });
}

function sayWide(tasks: readonly Task[], most: number): readonly string[] {
  return tasks.flatMap(({ table }) =>
    table.columns.length <= most
      ? []
      : [
          `Table \`${table.name}\` has ${number(table.columns.length)} columns; ${number(most)} is the most this warehouse holds beside hydrate's own. Leave some out of \`tables.${table.name}.columns\`, or make two tables of it.`,
        ],
  );
}
