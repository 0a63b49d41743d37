// A printed project -> questions that between them ask for every field it shows, and those of its dashboards.
import { type Block, blocks, inside } from "../cases/parse.ts";
import { listOf, type Project, textOf } from "./interpreter/project.ts";
import type { LookerQuestion } from "./interpreter/scope.ts";

/** The fields of one view of an explore, by full name. */
interface Shown {
  readonly alias: string;
  readonly dimensions: readonly string[];
  readonly measures: readonly string[];
}

/** Looker's own limit when a query names none. */
const USUAL_LIMIT = 500;

/**
 * For each explore that is not hidden: each dimension alone, and beside all measures of each view; and all measures of
 * all views beside each other.
 * @param except names of measures to leave out
 */
export function everyQuestion(project: Project, except: RegExp): readonly LookerQuestion[] {
  return [...project.explores]
    .filter(([, explore]) => explore["hidden"] !== true)
    .flatMap(([view, explore]) => {
      const shown = shownIn(project, view, explore, except);
      const measured = shown.filter(({ measures }) => measures.length > 0);
      const ask = (...fields: readonly string[]): LookerQuestion => ({
        view,
        fields,
        filters: {},
        sorts: [],
        limit: USUAL_LIMIT,
      });
      return [
        ...(measured.length === 0 ? [] : [ask(...measured.flatMap((one) => one.measures))]),
        ...shown.flatMap(({ dimensions }) =>
          dimensions.flatMap((dimension) => [
            ask(dimension),
            ...measured.map(({ measures }) => ask(dimension, ...measures)),
          ]),
        ),
      ];
    });
}

function shownIn(project: Project, name: string, explore: Block, except: RegExp): readonly Shown[] {
  const base = textOf(explore, "view_name", name);
  const places = [
    { alias: base, view: base },
    ...blocks(explore, "join")
      // `fields: []` hides a bridge.
      .filter(([, join]) => join["fields"] === undefined)
      .map(([alias, join]) => ({ alias, view: textOf(join, "from", alias) })),
  ];
  return places.map(({ alias, view }) => {
    const block = project.views.get(view);
    if (block === undefined) throw new Error(`no view ${view}`);
    const full = (field: string): string => `${alias}.${field}`;
    return {
      alias,
      dimensions: [
        ...blocks(block, "dimension").map(([field]) => full(field)),
        ...blocks(block, "dimension_group").flatMap(([group, { timeframes, intervals }]) => [
          ...listOf(timeframes).map((timeframe) => full(`${group}_${timeframe}`)),
          ...listOf(intervals).map((interval) => full(`${interval}s_${group}`)),
        ]),
      ],
      measures: blocks(block, "measure")
        .filter(([field, measure]) => !except.test(field) && !isForDataTests(measure))
        .map(([field]) => full(field)),
    };
  });
}

/** A hidden count of nothing but keys is printed for the project's data tests; it is no field of the model. */
function isForDataTests({ hidden, type, filters }: Block): boolean {
  const names = Object.keys(filters ?? {}).filter((name) => !name.startsWith("$"));
  return hidden === true && type === "count" && names.every((name) => name.startsWith("pk1_"));
}

/** One element of a dashboard with its filters' values passed on by `listen`. */
export interface ElementQuestion {
  readonly dashboard: string;
  readonly element: string;
  readonly question: LookerQuestion;
}

/**
 * The queries that a dashboard sends.
 * @param values by the name of a dashboard filter; the others have their default
 */
export function elementQuestions(
  dashboard: Block,
  values: Readonly<Record<string, string>>,
): readonly ElementQuestion[] {
  const defaults = new Map(
    (dashboard["filters"] as readonly Block[]).map((filter) => [
      textOf(filter, "name"),
      textOf(filter, "default_value"),
    ]),
  );
  return (dashboard["elements"] as readonly Block[]).map((element) => ({
    dashboard: textOf(dashboard, "dashboard"),
    element: textOf(element, "name"),
    question: {
      view: textOf(element, "explore"),
      fields: listOf(element["fields"]),
      filters: {
        ...(element["filters"] as Readonly<Record<string, string>> | undefined),
        ...Object.fromEntries(
          Object.entries(inside(element, "listen")).map(([name, field]) => {
            const value = values[name] ?? defaults.get(name);
            if (value === undefined) throw new Error(`nothing is called ${name} on the dashboard`);
            return [String(field), value];
          }),
        ),
      },
      sorts: listOf(element["sorts"]),
      limit: Number(element["limit"]),
    },
  }));
}

/** The values that the parameter behind a dashboard's filter allows, by the end of the filter's name. */
export function allowedValues(project: Project, dashboard: Block, ending: string): readonly string[] {
  const filter = (dashboard["filters"] as readonly Block[]).find((one) =>
    textOf(one, "name").endsWith(ending),
  );
  if (filter === undefined) throw new Error(`no filter for the ${ending}`);
  const [view = "", field = ""] = textOf(filter, "field").split(".");
  const parameter = inside(project.views.get(view) ?? {}, "parameter", field);
  const allowed = parameter["allowed_value"] as Block | readonly Block[];
  return [allowed].flat().map((one) => textOf(one, "value"));
}
