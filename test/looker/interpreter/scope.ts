// A project and a question -> what its names mean: fields of the explore's views, and the SQL they stand for.
import { type Block, blocks, inside } from "../../cases/parse.ts";
import { dateSql } from "./date-filter.ts";
import { renderLiquid } from "./liquid.ts";
import { numberSql, readNumberFilter } from "./number-filter.ts";
import { filtersIn, listOf, type Project, textOf } from "./project.ts";
import { stringSql } from "./string-filter.ts";

/** A question in the words of Looker's API (API 4.0, WriteQuery). */
export interface LookerQuestion {
  /** The explore. */
  readonly view: string;
  readonly fields: readonly string[];
  readonly filters: Readonly<Record<string, string>>;
  /** `field` or `field desc`; empty: Looker's default order. */
  readonly sorts: readonly string[];
  readonly limit: number | undefined;
  /** What is known of whoever asks, by the attribute's name. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** What an explore may say; anything else would change answers in a way that this does not follow. */
const EXPLORE =
  /^(label|description|hidden|view_name|join|access_filter|always_filter|conditionally_filter|sql_always_where|sql_always_having)$/;

/** A field of an explore. */
export interface LookerField {
  readonly kind: "dimension" | "dimension_group" | "measure" | "filter" | "parameter";
  readonly alias: string;
  readonly name: string;
  readonly block: Block;
  /** Of a dimension group. */
  readonly timeframe: string;
}

/** One question's view of a project; SQL that it gives out refers to its bound values. */
export class Scope {
  readonly project: Project;
  readonly question: LookerQuestion;
  readonly explore: Block;
  readonly base: string;
  /** Bound so far, in the order of their placeholders. */
  readonly values: string[] = [];

  constructor(project: Project, question: LookerQuestion) {
    this.project = project;
    const explore = project.explores.get(question.view);
    if (explore === undefined) throw new Error(`no explore ${question.view}`);
    for (const parameter of Object.keys(explore))
      if (!parameter.startsWith("$") && !EXPLORE.test(parameter))
        throw new Error(`cannot follow the ${parameter} of explore ${question.view}`);
    this.explore = explore;
    this.question = { ...question, filters: { ...usualFilters(explore, question), ...question.filters } };
    this.base = textOf(explore, "view_name", question.view);
  }

  /** The view that a name of the explore stands for. */
  viewOf(alias: string): Block {
    const name = alias === this.base ? alias : textOf(inside(this.explore, "join", alias), "from", alias);
    const view = this.project.views.get(name);
    if (view === undefined) throw new Error(`no view ${name}`);
    return view;
  }

  /** `schema.table AS alias`. */
  placeOf(alias: string): string {
    const table = textOf(this.viewOf(alias), "sql_table_name").trim();
    return `${this.#constants(table)} AS ${alias}`;
  }

  /** @param name within the view, or `view.name` */
  fieldOf(alias: string, name: string): LookerField {
    const [other, own] = name.split(".");
    if (own !== undefined && other !== undefined) return this.fieldOf(other, own);
    const view = this.viewOf(alias);
    for (const kind of ["dimension", "measure", "filter", "parameter"] as const) {
      const found = blocks(view, kind).find(([one]) => one === name);
      if (found !== undefined) return { kind, alias, name, block: found[1], timeframe: "" };
    }
    for (const [group, block] of blocks(view, "dimension_group"))
      for (const timeframe of block["timeframes"] as readonly string[])
        if (name === `${group}_${timeframe}`)
          return { kind: "dimension_group", alias, name, block, timeframe };
    throw new Error(`no field ${alias}.${name}`);
  }

  /** The view's primary key, or undefined when it has none. */
  keyOf(alias: string): string | undefined {
    const key = blocks(this.viewOf(alias), "dimension").find(([, block]) => block["primary_key"] === true);
    return key === undefined ? undefined : this.sqlOf(alias, textOf(key[1], "sql"));
  }

  /** What Looker makes of a piece of SQL that stands in a view of that name. */
  sqlOf(alias: string, text: string): string {
    return renderLiquid(text, {
      text: (plain) =>
        this.#constants(plain)
          .replaceAll("${TABLE}", () => alias)
          .replaceAll(/\$\{([\w.]+)\}/g, (_match, name: string) =>
            this.#reference(this.fieldOf(alias, name)),
          ),
      parameter: (name) => this.#parameter(this.fieldOf(alias, name)),
      condition: (name, on) =>
        this.conditionOf(this.fieldOf(alias, name), on, this.question.filters[`${alias}.${name}`] ?? "") ??
        "1=1",
    }).trim();
  }

  /** What a dimension's filters are tested on. */
  expressionOf(field: LookerField): string {
    return this.sqlOf(field.alias, textOf(field.block, "sql"));
  }

  /**
   * A filter expression on SQL, by the field's type.
   * @returns undefined when the expression says nothing
   */
  conditionOf(field: LookerField, on: string, expression: string): string | undefined {
    if (field.kind === "dimension_group")
      return dateSql(expression, on, (text) => this.#bind(text, "timestamp"));
    switch (field.block["type"] ?? "string") {
      case "string":
        return stringSql(expression, on, (text) => this.#bind(text, "text"), this.project.caseSensitive);
      case "number":
        return numberSql(readNumberFilter(expression), on, (text) => this.#bind(text, "numeric"));
      case "yesno":
        if (expression.trim() === "") return undefined;
        return /^(yes|true)$/i.test(expression) ? `(${on})` : `(NOT (${on}) OR (${on}) IS NULL)`;
      default:
        throw new Error(`no filter on type ${textOf(field.block, "type")}`);
    }
  }

  /** The conditions of a measure's own `filters:`, all of which must hold. */
  filtersOf(measure: LookerField): readonly string[] {
    return Object.entries(filtersIn(measure.block)).flatMap(([name, expression]) => {
      const field = this.fieldOf(measure.alias, name);
      return this.conditionOf(field, this.expressionOf(field), expression) ?? [];
    });
  }

  /** Filters of whoever asks, which nothing takes off: fields by name, with the attribute's value. */
  accessFilters(): readonly { readonly field: LookerField; readonly expression: string }[] {
    const written = this.explore["access_filter"] as Block | readonly Block[] | undefined;
    return [written ?? []].flat().map((filter) => {
      const expression = this.question.attributes?.[textOf(filter, "user_attribute")];
      if (expression === undefined) throw new Error("whoever asks lacks an attribute");
      return { field: this.fieldOf(this.base, textOf(filter, "field")), expression };
    });
  }

  /** A measure of type number can stand for another one, or for NULL (undefined); else it is computed from others. */
  measureOf(field: LookerField): LookerField | undefined {
    if (field.block["type"] !== "number") return field;
    const names: string[] = [];
    const rest = this.computedSql(field, (name) => {
      names.push(name);
      return "";
    });
    const [name] = names;
    if (names.length === 1 && name !== undefined && rest === "")
      return this.measureOf(this.fieldOf(field.alias, name));
    if (names.length === 0 && rest === "NULL") return undefined;
    if (names.length > 0) return field;
    throw new Error(`${field.name} is computed from no measure: ${textOf(field.block, "sql")}`);
  }

  /**
   * The SQL of a measure of type number.
   * @param write what stands for another measure of its view
   */
  computedSql(field: LookerField, write: (name: string) => string): string {
    return renderLiquid(textOf(field.block, "sql"), {
      text: (plain) => plain.replaceAll(/\$\{(\w+)\}/g, (_match, name: string) => write(name)),
      parameter: (name) => this.#parameter(this.fieldOf(field.alias, name)),
      condition: (name) => {
        throw new Error(`a measure with a condition on ${name}`);
      },
    }).trim();
  }

  #constants(text: string): string {
    return text.replaceAll(/@\{(\w+)\}/g, (_match, name: string) => {
      const value = this.project.constants.get(name);
      if (value === undefined) throw new Error(`no constant ${name}`);
      return value;
    });
  }

  #reference(field: LookerField): string {
    if (field.kind !== "dimension" && field.kind !== "dimension_group")
      throw new Error(`SQL refers to the ${field.kind} ${field.name}`);
    const sql = this.expressionOf(field);
    return `(${field.kind === "dimension" ? sql : timeframeSql(sql, field.timeframe)})`;
  }

  #parameter(field: LookerField): string {
    const asked = this.question.filters[`${field.alias}.${field.name}`] ?? "";
    return asked === "" ? textOf(field.block, "default_value") : asked.replaceAll("^", "");
  }

  #bind(text: string, type: "text" | "numeric" | "timestamp"): string {
    this.values.push(text);
    return `$${this.values.length}::${type}`;
  }
}

/** The explore's own filters, each of which gives way to the question's on the same field. */
function usualFilters(explore: Block, question: LookerQuestion): Readonly<Record<string, string>> {
  const conditional = explore["conditionally_filter"] as Block | undefined;
  const lifted = listOf(conditional?.["unless"]).some((name) => (question.filters[name] ?? "") !== "");
  return {
    ...(lifted ? {} : filtersIn(conditional)),
    ...filtersIn(explore["always_filter"] as Block | undefined),
  };
}

/** A time as Looker shows it on Postgres. */
export function timeframeSql(sql: string, timeframe: string): string {
  switch (timeframe) {
    case "raw":
      return sql;
    case "date":
      return `DATE(${sql})`;
    case "week":
      return `TO_CHAR(DATE_TRUNC('week', ${sql}), 'YYYY-MM-DD')`;
    case "month":
    case "quarter":
      return `TO_CHAR(DATE_TRUNC('${timeframe}', ${sql}), 'YYYY-MM')`;
    case "year":
      return `EXTRACT(YEAR FROM ${sql})::integer`;
    default:
      throw new Error(`no timeframe ${timeframe}`);
  }
}
