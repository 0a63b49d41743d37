// A line of the generated LookML -> the noun of the model that it was printed from.
import type { File } from "../emit/file.ts";
import { findExplore, findTable, findView } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Model } from "../model/model.ts";
import type { View } from "../model/view.ts";

/** A place in looker.yml: the likeliest first, should the one before not be there. */
export type Candidates = readonly At[];

/** A block that a line stands in. */
interface Around {
  readonly type: string;
  readonly name: string;
}

/** What LookML calls what looker.yml calls otherwise. */
const KEYS: Readonly<Record<string, string>> = {
  value_format_name: "format",
  allowed_value: "allowed",
  default_value: "default",
  required_access_grants: "grants",
  access_filter: "access_filters",
  column: "fields",
  sortkeys: "sort",
  distribution_style: "distribution",
};

/**
 * @param files the generated project
 * @param path of one of its files
 * @param line from 1
 * @returns undefined when the file is not one of ours
 */
export function nounAt(
  model: Model,
  files: readonly File[],
  path: string,
  line: number,
): Candidates | undefined {
  const file = files.find((one) => one.path === path);
  if (file === undefined) return undefined;
  const lines = file.text.split("\n");
  const around = blocksAround(lines, line);
  const parameter = /^\s*(?:- )?([a-z_]+):/.exec(lines[line - 1] ?? "")?.[1];
  const noun = nounOf(model, path, around, parameter);
  const keys = parameter === undefined ? [] : [KEYS[parameter] ?? parameter];
  return [
    ...keys.flatMap((key): readonly At[] => [
      [...noun, key],
      [...noun, "lookml", key],
    ]),
    noun,
    ...(parameter === undefined ? [] : [[...noun, "lookml", parameter]]),
  ];
}

/** The blocks a line is in, outermost first: the printer indents by two, so depth tells. */
function blocksAround(lines: readonly string[], line: number): readonly Around[] {
  const open: Around[] = [];
  for (const [index, text] of lines.slice(0, line).entries()) {
    const [, space = "", type, name] = /^( *)([a-z_]+): (?:\+?(\w+) )?\{/.exec(text) ?? [];
    const depth = (type === undefined ? text.search(/\S/) : space.length) / 2;
    if (depth < 0) continue;
    if (type !== undefined || text.trim() === "}") open.length = Math.min(open.length, Math.floor(depth));
    const isPast = index < line - 1 && text.trimEnd().endsWith("}");
    if (type !== undefined && !isPast) open.push({ type, name: name ?? "" });
  }
  return open;
}

function nounOf(model: Model, path: string, around: readonly Around[], parameter: string | undefined): At {
  const [outer, inner] = around;
  if (path.endsWith(".dashboard.lookml"))
    return model.questions.find((form) => form.name === aboutOf(path))?.at ?? ["questions"];
  switch (outer?.type) {
    case "view": {
      const view = findView(model, outer.name);
      return (
        (inner?.type === "derived_table" ? tableAt(model, view, around.slice(2)) : undefined) ??
        fieldAt(view, inner?.name) ??
        []
      );
    }
    case "explore": {
      const explore = findExplore(model, outer.name);
      if (explore === undefined) return viewIn(model, outer.name)?.at ?? [];
      const join = inner?.type === "join" ? explore.joins.find((one) => one.name === inner.name) : undefined;
      const table =
        inner?.type === "aggregate_table"
          ? explore.aggregateTables?.find((one) => one.name === inner.name)
          : undefined;
      return join?.at ?? table?.at ?? explore.at;
    }
    case "test":
      return (
        model.tests?.find((one) => one.name === outer.name)?.at ??
        viewIn(model, outer.name)?.at ??
        findExplore(model, aboutOf(path))?.at ??
        []
      );
    case "constant":
      return ["schema"];
    case "access_grant":
      return ["access_grants", outer.name];
    default:
      return parameter === "project_name" ? ["model"] : [];
  }
}

function fieldAt(view: View | undefined, name: string | undefined): At | undefined {
  return view?.fields.find((field) => field.name === name)?.at ?? view?.at;
}

/** The table that the view shows; inside the question that it is, that, or one of its columns. */
function tableAt(model: Model, view: View | undefined, inside: readonly Around[]): At | undefined {
  const table = view === undefined ? undefined : findTable(model, view.table);
  const source = table?.derived?.source;
  if (source === undefined || inside[0]?.type !== "explore_source") return table?.at;
  const column = [...source.columns, ...source.derivedColumns].find((one) => one.name === inside[1]?.name);
  return column?.at ?? source.at;
}

/** The view that a name begins with, where the printer made the name, e.g. `orders_key_is_unique`. */
function viewIn(model: Model, name: string): View | undefined {
  const fitting = model.views.filter((view) => name.startsWith(`${view.name}_`));
  return fitting.toSorted((a, b) => b.name.length - a.name.length)[0];
}

function aboutOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).split(".")[0] ?? path;
}
