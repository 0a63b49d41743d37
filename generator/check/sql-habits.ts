// Rules about SQL that a warehouse would run and that would still give a wrong number.
import { everyPiece, findField, findTable } from "../find.ts";
import type { Dimension, DimensionGroup } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { Table } from "../model/table.ts";
import type { View } from "../model/view.ts";
import { once } from "../once.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import type { Rule } from "./rule.ts";
import { sqlPlace } from "./sql-place.ts";

type WithSql = Dimension | DimensionGroup;

/** Words of SQL that a column may be called too; where they stand bare, SQL is meant. */
const SQL_WORDS = new Set(
  `and or not null is in like ilike between case when then else end as cast from for at time zone true false
  current_date current_timestamp interval distinct over partition by order asc desc nulls first last exists select
  where date timestamp text varchar char integer int bigint smallint decimal numeric double precision real float
  boolean year years quarter quarters month months week weeks day days hour hours minute minutes second seconds
  dow doy epoch similar to escape any all some both leading trailing`.split(/\s+/),
);

/** The rules about SQL that runs and is wrong. */
export const sqlHabitRules: readonly Rule[] = [
  {
    sentence: "SQL names columns and dimensions as `${…}`, so that what is known of them is not passed over",
    check: eachWithTable(bareNames),
  },
  {
    sentence: "A division keeps its fraction",
    check: eachWithTable(wholeDivision),
  },
];

/** The check of a rule about fields whose SQL was written by hand. */
function eachWithTable(
  look: (view: View, table: Table, field: WithSql) => readonly Problem[],
): (model: Model) => readonly Problem[] {
  const found = once((view: View) =>
    once((table: Table) => byHandIn(view).flatMap((field) => look(view, table, field))),
  );
  return (model) =>
    model.views.flatMap((view) => {
      const table = findTable(model, view.table);
      return table === undefined ? [] : found(view)(table);
    });
}

function byHandIn(view: View): readonly WithSql[] {
  return view.fields.filter((field): field is WithSql => {
    const written = field.kind === "dimension_group" || (field.kind === "dimension" && !field.primaryKey);
    return written && field.expression.pieces.some((piece) => piece.kind === "text");
  });
}

function bareNames(view: View, table: Table, field: WithSql): readonly Problem[] {
  const columns = table.columns.map((column) => column.name);
  const dimensions = view.fields.filter((one) => one.kind === "dimension").map((one) => one.name);
  const names = [...new Set([...dimensions, ...columns])];
  const found = wordsOf(field).find(
    (word) => !SQL_WORDS.has(word.toLowerCase()) && (names.includes(word) || isNear(word, names)),
  );
  if (found === undefined) return [];
  const at = sqlPlace(field, (piece) => piece.kind === "text" && piece.text.includes(found));
  const known = dimensions.includes(found);
  const hint = known
    ? `write \`\${${found}}\``
    : columns.includes(found)
      ? `write \`\${TABLE}.${found}\`, or the dimension that reads it`
      : didYouMean(found, names);
  return [
    {
      code: "bad-sql",
      at,
      message: `\`${found}\` stands bare in the SQL, so what the model says of it (such as \`unknown\`) would not hold here`,
      hint,
    },
  ];
}

/** Words outside quotes that are no function and no column of something named. */
function wordsOf(field: WithSql): readonly string[] {
  return everyPiece(field.expression.pieces).flatMap((piece) => {
    if (piece.kind !== "text") return [];
    const unquoted = piece.text.replaceAll(/'[^']*'|"[^"]*"/g, " ' ");
    return [...unquoted.matchAll(/(?<![\w.$:{])[A-Za-z_]\w*(?!\w*\s*[(.])/g)].map((match) => match[0]);
  });
}

/** One slip of the finger away from a name. */
function isNear(word: string, names: readonly string[]): boolean {
  return word.length >= 4 && (didYouMean(word, names)?.startsWith("did you mean") ?? false);
}

/** Both warehouses drop the fraction when whole numbers are divided (Redshift, "Mathematical operator symbols"). */
function wholeDivision(view: View, table: Table, field: WithSql): readonly Problem[] {
  const pieces = everyPiece(field.expression.pieces);
  const text = pieces.map((piece) => (piece.kind === "text" ? piece.text : "·")).join("");
  if (!/[\w·)]\s*\/\s*[\w·(]/.test(text) || /\d\.\d|cast|::|floor|round|trunc|div/i.test(text)) return [];
  const operands = pieces.filter((piece) => piece.kind === "field" || piece.kind === "column");
  const whole = operands.every((piece) =>
    piece.kind === "column" ? isWholeColumn(table, piece.column) : isWholeField(view, table, piece.field),
  );
  if (!whole || operands.length === 0) return [];
  return [
    {
      code: "bad-sql",
      at: [...field.at, "sql"],
      message: `\`${field.name}\` divides whole numbers, of which a warehouse drops the fraction`,
      hint: "multiply by `1.0` first, as in `1.0 * ${a} / ${b}`; to drop it on purpose, write FLOOR(…)",
    },
  ];
}

function isWholeColumn(table: Table, name: string): boolean {
  return table.columns.find((column) => column.name === name)?.type.kind === "integer";
}

function isWholeField(view: View, table: Table, name: string): boolean {
  const field = findField(view, name)?.field;
  if (field?.kind !== "dimension") return false;
  const [piece, ...more] = field.expression.pieces;
  return piece?.kind === "column" && more.length === 0 && isWholeColumn(table, piece.column);
}
