// A project and a question -> what its names mean: fields of the explore's views, and the SQL they stand for.
import { type Block, blocks, inside } from "../../cases/parse.ts";
import { dateSql } from "./date-filter.ts";
import {
  circleSql,
  dimensionSql,
  type Holds,
  pointSql,
  rankSql,
  spanSql,
  timeframeHolds,
  timeframeRank,
  timeframeSql,
} from "./dimension.ts";
import { renderLiquid } from "./liquid.ts";
import { numberSql, readNumberFilter } from "./number-filter.ts";
import { Unanswered } from "./explore-source.ts";
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

/**
 * What an explore may say; anything else would change answers in a way that this does not follow. What it holds in
 * aggregate tables is the same as what it comes of.
 */
const EXPLORE =
  /^(label|description|hidden|view_name|join|aggregate_table|access_filter|always_filter|conditionally_filter|sql_always_where|sql_always_having)$/;

/** A field of an explore. */
export interface LookerField {
  readonly kind: "dimension" | "dimension_group" | "measure" | "filter" | "parameter";
  readonly alias: string;
  readonly name: string;
  readonly block: Block;
  /** Of a dimension group. */
  readonly timeframe: string;
}

/** What a dimension group's field holds. */
export function holdsOf(field: LookerField): Holds {
  return field.block["type"] === "duration" ? "number" : timeframeHolds(field.timeframe);
}

/** One question's view of a project; SQL that it gives out refers to its bound values. */
export class Scope {
  readonly project: Project;
  readonly question: LookerQuestion;
  readonly explore: Block;
  readonly base: string;
  /** Bound so far, in the order of their placeholders. */
  readonly values: string[] = [];
  readonly #answers: ReadonlyMap<string, string>;

  /** @param answers the rows of tables that are questions themselves, as SQL, by their views' names in the explore */
  constructor(project: Project, question: LookerQuestion, answers: ReadonlyMap<string, string> = new Map()) {
    this.project = project;
    this.#answers = answers;
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

  /** `schema.table AS alias`, or `(query) AS alias` of a derived table. */
  placeOf(alias: string): string {
    return `${this.#rowsOf(this.viewOf(alias), alias)} AS ${alias}`;
  }

  #rowsOf(view: Block, alias: string): string {
    const derived = view["derived_table"] as Block | undefined;
    if (derived === undefined) return this.#constants(textOf(view, "sql_table_name").trim());
    if (derived["explore_source"] !== undefined) {
      const answer = this.#answers.get(alias);
      if (answer === undefined) throw new Unanswered(alias, view, this.question);
      return `(${answer})`;
    }
    return `(${this.#rendered(alias, textOf(derived, "sql"), (name) => {
      const [, read = ""] = /^(\w+)\.SQL_TABLE_NAME$/.exec(name) ?? [];
      const other = this.project.views.get(read);
      if (other === undefined) throw new Error(`a query reads ${name}`);
      return this.#rowsOf(other, read);
    })})`;
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
    for (const [group, block] of blocks(view, "dimension_group")) {
      for (const timeframe of listOf(block["timeframes"]))
        if (name === `${group}_${timeframe}`)
          return { kind: "dimension_group", alias, name, block, timeframe };
      for (const timeframe of listOf(block["intervals"]))
        if (name === `${timeframe}s_${group}`)
          return { kind: "dimension_group", alias, name, block, timeframe };
    }
    throw new Error(`no field ${alias}.${name}`);
  }

  /** The view's primary key, or undefined when it has none. */
  keyOf(alias: string): string | undefined {
    const key = blocks(this.viewOf(alias), "dimension").find(([, block]) => block["primary_key"] === true);
    return key === undefined ? undefined : this.sqlOf(alias, textOf(key[1], "sql"));
  }

  /** What Looker makes of a piece of SQL that stands in a view of that name. */
  sqlOf(alias: string, text: string): string {
    return this.#rendered(alias, text, (name) => this.#reference(this.fieldOf(alias, name)));
  }

  /** @param refer what `${name}` stands for */
  #rendered(alias: string, text: string, refer: (name: string) => string): string {
    return renderLiquid(text, {
      text: (plain) =>
        this.#constants(plain)
          .replaceAll("${TABLE}", () => alias)
          .replaceAll(/\$\{([\w.]+)\}/g, (_match, name: string) => refer(name)),
      inserted: (name) => this.#inserted(this.fieldOf(alias, name)),
      parameter: (name) => this.#parameter(this.fieldOf(alias, name)),
      condition: (name, on) =>
        this.conditionOf(this.fieldOf(alias, name), on, this.question.filters[`${alias}.${name}`] ?? "") ??
        "1=1",
      filter: (name) => this.question.filters[name] ?? "",
    }).trim();
  }

  /** What a dimension's filters are tested on: of a time, the time itself. */
  expressionOf(field: LookerField): string {
    const read = (sql: string): string => this.sqlOf(field.alias, sql);
    if (field.kind === "dimension") return dimensionSql(field.block, read);
    if (field.kind !== "dimension_group") return read(textOf(field.block, "sql"));
    return holdsOf(field) === "date" ? pointSql(field.block, read) : this.shownOf(field);
  }

  /** What a dimension shows. */
  shownOf(field: LookerField): string {
    const read = (sql: string): string => this.sqlOf(field.alias, sql);
    if (field.kind !== "dimension_group") return this.expressionOf(field);
    if (field.block["type"] === "duration") return spanSql(field.block, field.timeframe, read);
    if (field.timeframe === "raw") return read(textOf(field.block, "sql"));
    return timeframeSql(pointSql(field.block, read), field.timeframe, this.project.calendar);
  }

  /** What a dimension's values are put in order by, where they do not stand by themselves. */
  rankOf(field: LookerField): string | undefined {
    const read = (sql: string): string => this.sqlOf(field.alias, sql);
    const by = field.block["order_by_field"];
    if (typeof by === "string") return this.shownOf(this.fieldOf(field.alias, by));
    if (field.kind === "dimension") return rankSql(field.block, read);
    const timeframe = timeframeRank(field.timeframe);
    return timeframe === undefined ? undefined : this.shownOf({ ...field, timeframe });
  }

  /**
   * A filter expression on SQL, by the field's type.
   * @returns undefined when the expression says nothing
   */
  conditionOf(field: LookerField, on: string, expression: string): string | undefined {
    const holds = holdsOf(field);
    if (field.kind === "dimension_group" && holds === "date")
      return dateSql(expression, on, (text) => this.#bind(text, "timestamp"));
    const type =
      field.kind === "dimension_group" ? { text: "string", number: "number", date: "" }[holds] : undefined;
    switch (type ?? field.block["type"] ?? "string") {
      case "string":
      case "tier":
      case "bin":
      case "zipcode":
        return stringSql(expression, on, (text) => this.#bind(text, "text"), this.project.caseSensitive);
      case "number":
        return numberSql(readNumberFilter(expression), on, (text) => this.#bind(text, "numeric"));
      case "date":
        return dateSql(expression, on, (text) => this.#bind(text, "timestamp"));
      case "yesno":
        if (expression.trim() === "") return undefined;
        return /^(yes|true)$/i.test(expression) ? `(${on})` : `(NOT (${on}) OR (${on}) IS NULL)`;
      case "location":
        return circleSql(expression, field.block, (sql) => this.sqlOf(field.alias, sql));
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
    return `(${this.shownOf(field)})`;
  }

  /** `{% parameter name %}`: a text brings its quotes. */
  #inserted(field: LookerField): string {
    const value = this.#parameter(field);
    return field.block["type"] === "string" ? `'${value.replaceAll("'", "''")}'` : value;
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
