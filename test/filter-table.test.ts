// Each documented expression beside what it is printed as and its SQL for every dialect, or why it is refused; UPDATE=1 rewrites all but the expressions.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DIALECTS, type DialectName, Mistake } from "../generator/index.ts";
import { fillAttributes } from "../local/filter/attributes.ts";
import { filterContext } from "../local/filter/context.ts";
import { readFilter } from "../local/filter/filter.ts";
import { parseFilter } from "../generator/filter/parse.ts";
import { printFilter } from "../generator/filter/print.ts";
import { placeTest } from "../local/plan/place-test.ts";
import { writeCondition } from "../local/sql/write-condition.ts";
import { Writer } from "../local/sql/writer.ts";
import { type Examples, examplesOf, tableFile, TABLES } from "./filter-examples.ts";

/** Friday, 2018-05-18 18:30:02, as in Looker's documentation; fiscal years from April. */
const context = filterContext({
  now: new Date("2018-05-18T18:30:02Z"),
  fiscalMonthOffset: 3,
  userAttributes: { region: "north,-north west", city: "New York" },
});

/** What a place is tested by. */
const PLACE = {
  latitude: { pieces: ["north"], timeframe: undefined },
  longitude: { pieces: ["east"], timeframe: undefined },
};

function show(text: string, { language, caseSensitive }: Examples): string {
  try {
    const condition = readFilter(text, language, "view.field", context);
    const filled = fillAttributes(text, context.userAttributes, "view.field");
    const printed = printFilter(parseFilter({ text: filled, language, field: "view.field" }));
    const written = (Object.keys(DIALECTS) as DialectName[]).map((dialect) => {
      const writer = new Writer(DIALECTS[dialect]);
      const sql =
        condition.kind === "place"
          ? writer.expression(placeTest(PLACE, condition.term))
          : writeCondition("x", condition, language, writer, { caseSensitive });
      return { line: `  ${dialect.padEnd(9)} ${sql}`, values: writer.values };
    });
    const [first, ...more] = written.map(({ values }) =>
      values.map((value, index) => `$${index + 1} = \`${value}\``).join("  "),
    );
    // Values are text, and the same for every warehouse.
    if (first === undefined || more.some((one) => one !== first))
      throw new Error("values differ by warehouse");
    const bound = first === "" ? [] : [`  values    ${first}`];
    return [`\`${text}\``, `  prints    \`${printed}\``, ...written.map(({ line }) => line), ...bound].join(
      "\n",
    );
  } catch (error) {
    if (error instanceof Mistake) return `\`${text}\`\n  refused   ${error.message}`;
    throw error;
  }
}

test.each(TABLES)("$name", (examples) => {
  const file = tableFile(examples.name);
  const table = `${examplesOf(examples.name)
    .map(({ text }) => show(text, examples))
    .join("\n\n")}\n`;
  if (process.env["UPDATE"] === "1") writeFileSync(file, table);
  expect(table).toBe(readFileSync(file, "utf8"));
});
