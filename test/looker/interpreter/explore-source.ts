// A derived table by `explore_source`, met inside a question -> the question it is, and its answer as rows of SQL.
import { type Block, blocks } from "../../cases/parse.ts";
import type { Expected } from "../../oracle/evaluate.ts";
import type { Value } from "../../oracle/value.ts";
import { filtersIn, type Project, textOf } from "./project.ts";
import type { LookerField, LookerQuestion } from "./scope.ts";

/** Thrown where a question stands on the rows of such a table, which nobody has asked for yet. */
export class Unanswered extends Error {
  readonly alias: string;
  readonly view: Block;
  /** The question it is met in, with its explore's usual filters. */
  readonly outer: LookerQuestion;

  constructor(alias: string, view: Block, outer: LookerQuestion) {
    super(`the rows of ${alias} are not there`);
    this.alias = alias;
    this.view = view;
    this.outer = outer;
  }
}

interface Source {
  readonly explore: string;
  readonly block: Block;
  readonly columns: readonly { readonly name: string; readonly field: string }[];
}

function sourceOf(view: Block, project: Project): Source {
  const derived = view["derived_table"] as Block;
  const [[explore, block] = ["", {}]] = blocks(derived, "explore_source");
  const base = textOf(project.explores.get(explore) ?? {}, "view_name", explore);
  const columns = blocks(block, "column")
    .filter(([name]) => !name.startsWith("$"))
    .map(([name, column]) => {
      const field = textOf(column, "field", name);
      return { name, field: field.includes(".") ? field : `${base}.${field}` };
    });
  return { explore, block, columns };
}

/** The question that gives the rows: with the filters it says, and those that it takes from the question around it. */
export function questionOf({ alias, view, outer }: Unanswered, project: Project): LookerQuestion {
  const { explore, block, columns } = sourceOf(view, project);
  const written = block["bind_filters"] as Block | readonly Block[] | undefined;
  const bound = [written ?? []].flat();
  const all = block["bind_all_filters"] === true;
  const custom = /^\$\{(?<field>[\w.]+)\} *(?<test>[<>]=? *\d+)$/.exec(
    textOf(block, "expression_custom_filter", "").trim(),
  )?.groups;
  if (block["expression_custom_filter"] !== undefined && custom === undefined)
    throw new Error("only a comparison with a number can be followed");
  return {
    view: explore,
    fields: [...new Set(columns.map(({ field }) => field))],
    filters: {
      ...filtersIn(block),
      ...(custom === undefined ? {} : { [custom["field"] ?? ""]: custom["test"] ?? "" }),
      ...(all
        ? Object.fromEntries(Object.entries(outer.filters).filter(([name]) => !name.startsWith(`${alias}.`)))
        : {}),
      ...Object.fromEntries(
        bound.map((one) => [textOf(one, "to_field"), outer.filters[textOf(one, "from_field")] ?? ""]),
      ),
    },
    sorts: Object.entries((block["sorts"] ?? {}) as Readonly<Record<string, string>>)
      .filter(([name]) => !name.startsWith("$"))
      .map(([name, direction]) => `${name} ${direction}`),
    limit: block["limit"] === undefined ? undefined : Number(block["limit"]),
    ...(outer.attributes === undefined ? {} : { attributes: outer.attributes }),
  };
}

/**
 * The rows as a query without a parameter.
 * @param fieldOf a field of the explore that was asked
 */
export function rowsSql(
  { view }: Unanswered,
  project: Project,
  asked: LookerQuestion,
  answer: Expected,
  fieldOf: (name: string) => LookerField,
): string {
  const { block, columns } = sourceOf(view, project);
  const typeOf = (name: string): string => {
    const field = fieldOf(name);
    const isTime = field.kind === "dimension_group" && /^(raw|date)$/.test(field.timeframe);
    if (isTime) return field.timeframe === "raw" && field.block["datatype"] !== "date" ? "timestamp" : "date";
    return /number|average/.test(answer.kinds[asked.fields.indexOf(name)] ?? "") ? "numeric" : "text";
  };
  const cast = (value: Value, type: string): string => `${literal(value)}::${type}`;
  const types = columns.map(({ field }) => typeOf(field));
  const rows = answer.rows.map((row) =>
    columns.map(({ field }, index) => cast(row[asked.fields.indexOf(field)] ?? null, types[index] ?? "text")),
  );
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const listed =
    rows.length === 0
      ? `SELECT ${types.map((type) => cast(null, type)).join(", ")} WHERE FALSE`
      : `VALUES ${rows.map((row) => `(${row.join(", ")})`).join(", ")}`;
  const derived = blocks(block, "derived_column").filter(([name]) => !name.startsWith("$"));
  const reckoned = derived.map(([name, column]) => `, ${textOf(column, "sql").trim()} AS "${name}"`);
  return `SELECT *${reckoned.join("")} FROM (${listed}) AS answered (${names})`;
}

function literal(value: Value): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === "boolean") return String(value);
  return `(${value.top}::numeric / ${value.bottom})`;
}
