// A table of the model -> the CREATE statements for one warehouse.
import type { Dialect } from "../dialect/dialect.ts";
import type { Model } from "../model/model.ts";
import type { Table } from "../model/table.ts";

/**
 * The statements that make a table where it does not exist yet.
 * @param schema the schema it is made in
 * @param name the name it gets there (a staging table has the columns of its table and another name)
 * @returns statements without a closing semicolon, in the order they must run
 */
export function createTable(table: Table, schema: string, name: string, dialect: Dialect): readonly string[] {
  const quoted = dialect.identifier;
  const columns = table.columns.map(
    (column) =>
      `  ${quoted(column.name)} ${dialect.columnType(column.type)}${column.required ? " NOT NULL" : ""}`,
  );
  const key = `  PRIMARY KEY (${table.key.map(quoted).join(", ")})`;
  const options = dialect.tableOptions({
    key: table.key,
    references: table.references.map((reference) => reference.column),
    distribution: table.distribution,
    sort: table.sort,
  });
  const create = `CREATE TABLE IF NOT EXISTS ${quoted(schema)}.${quoted(name)} (\n${[...columns, key].join(",\n")}\n)${options}`;
  if (!dialect.enforcesKeys) return [create];
  // The key's own index serves its first column; questions follow links from the other end too.
  const indexed = table.references
    .map((reference) => reference.column)
    .filter((column) => column !== table.key[0]);
  const rest = (column: string): readonly string[] => [column, ...table.key.filter((one) => one !== column)];
  return [
    create,
    ...indexed.map(
      (column) =>
        `CREATE INDEX IF NOT EXISTS ${quoted(`${name}_by_${column}`)} ON ${quoted(schema)}.${quoted(name)} (${rest(column).map(quoted).join(", ")})`,
    ),
  ];
}

/**
 * Everything the model's tables need in a warehouse, as a script to read or to run.
 * @returns SQL text that ends with a line break
 */
export function ddlScript(model: Model, dialect: Dialect): string {
  const statements = [
    `CREATE SCHEMA IF NOT EXISTS ${dialect.identifier(model.schema)}`,
    // What somebody else fills, somebody else has made.
    ...filledTables(model).flatMap((table) => createTable(table, model.schema, table.name, dialect)),
  ];
  return statements.map((statement) => `${statement};\n`).join("\n");
}

/** The tables that hydrate makes and fills; the others are given. */
export function filledTables(model: Model): readonly Table[] {
  return model.tables.filter((table) => table.from.length > 0);
}
