// Rules about sources and tables: keys that identify rows, and rows that come from somewhere.
import type { Problem } from "../problem.ts";
import type { Rule } from "./rule.ts";

/** The rules about sources and tables. */
export const tableRules: readonly Rule[] = [
  {
    sentence: "Every source and every table has a key",
    check: (model) =>
      [...model.sources, ...model.tables].flatMap((noun): readonly Problem[] =>
        noun.key.length > 0
          ? []
          : [
              {
                code: "key-clash",
                at: [...noun.at, "key"],
                message: `\`${noun.name}\` has an empty key, so its rows cannot be told apart`,
                hint: "name the column, or the list of columns, that tells them apart",
              },
            ],
      ),
  },
  {
    sentence: "A table filled from records is keyed by the key of its source",
    check: (model) =>
      model.tables.flatMap((table) =>
        table.from.flatMap((origin): readonly Problem[] => {
          const source = model.sources.find((one) => one.name === origin.source);
          if (origin.list !== undefined || source === undefined) return [];
          const keyed = table.key.map((name) => table.columns.find((column) => column.name === name)?.origin);
          const unknown = source.key.some((name) => !source.columns.some((column) => column.name === name));
          // A key that names what is not there has been complained about.
          if (unknown || keyed.includes(undefined) || table.key.length === 0) return [];
          const columns = keyed.map((value) => (value?.kind === "record" ? value.column : undefined));
          if (source.key.every((column) => columns.includes(column))) return [];
          return [
            {
              code: "key-clash",
              at: [...table.at, "key"],
              message: `two records of \`${source.name}\` can differ in \`${source.key.join("`, `")}\` and still have one key in \`${table.name}\``,
              hint: `make \`${source.key.join("`, `")}\` the key of the table, or fill it from a list column`,
            },
          ];
        }),
      ),
  },
  {
    sentence: "A key does not hold a floating-point number",
    check: (model) =>
      model.tables.flatMap((table) =>
        table.columns.flatMap((column): readonly Problem[] =>
          table.key.includes(column.name) && column.type.kind === "double"
            ? [
                {
                  code: "key-clash",
                  at: column.at,
                  message: `\`${column.name}\` is a double, which is not exact enough to be a key`,
                  hint: "use `decimal(digits, digits after the point)`",
                },
              ]
            : [],
        ),
      ),
  },
];
