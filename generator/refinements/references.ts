// A block of LookML written by hand -> the names in it that nothing in the project has.
import { didYouMean } from "../read/suggest.ts";
import type { Misnamed } from "./misnamed.ts";
import { FIELD_BLOCKS, hasField, type KnownNames, type KnownView, viewIn } from "./names.ts";
import type { Entry, Item } from "./scan.ts";

/** Where names are read: the view around them, the explore around them, or neither. */
interface Scope {
  readonly known: KnownNames;
  /** The view a name without a point belongs to. */
  readonly view: string | undefined;
  readonly explore: string | undefined;
}

/** Parameters whose list holds fields. */
const FIELD_LISTS = [
  "drill_fields",
  "fields",
  "dimensions",
  "measures",
  "pivots",
  "unless",
  "required_fields",
];
/** Parameters whose map has fields for names. */
const FIELD_MAPS = ["filters", "sorts"];
/** Parameters whose value is a field. */
const FIELDS = ["order_by_field", "label_from_parameter", "field"];

/**
 * @param entry a block or parameter of a file's top level
 * @param paths every file of the project, from its root
 */
export function referencesIn(entry: Entry, known: KnownNames, paths: readonly string[]): readonly Misnamed[] {
  const scope: Scope = { known, view: undefined, explore: undefined };
  const name = entry.name?.text.replace(/^\+/, "");
  switch (entry.key) {
    case "include":
      return [...(entry.value === undefined ? [] : [entry.value]), ...entry.list].flatMap((item) =>
        missingFile(item, paths),
      );
    case "view":
      return [
        ...refined(entry, known.views, "view"),
        ...extended(entry, known.views, "view"),
        ...clashes(entry, known),
        ...inside(entry, { ...scope, view: name }),
      ];
    case "explore": {
      const explore = name ?? "";
      const base = [...(known.explores.get(explore)?.keys() ?? [])][0];
      return [
        ...refined(entry, known.explores, "explore"),
        ...extended(entry, known.explores, "explore"),
        ...entry.inside.flatMap((join) => (join.key === "join" ? joinedView(join, known) : [])),
        ...inside(entry, { ...scope, explore, view: base }),
      ];
    }
    case "test":
      return entry.inside.flatMap((source) => {
        if (source.key !== "explore_source") return [];
        const explore = source.name?.text ?? "";
        if (!known.explores.has(explore) && source.name !== undefined)
          return [missing(source.name, explore, "explore", [...known.explores.keys()])];
        return inside(entry, { ...scope, explore });
      });
    default:
      return [];
  }
}

function refined(entry: Entry, nouns: ReadonlyMap<string, unknown>, what: string): readonly Misnamed[] {
  const item = entry.name;
  if (item?.text.startsWith("+") !== true || nouns.has(item.text.slice(1))) return [];
  const found = missing({ ...item, at: item.at + 1 }, item.text.slice(1), what, [...nouns.keys()]);
  return [{ ...found, message: `${found.message} to refine` }];
}

function extended(entry: Entry, nouns: ReadonlyMap<string, unknown>, what: string): readonly Misnamed[] {
  const bases = entry.inside.find((one) => one.key === "extends")?.list ?? [];
  return bases.flatMap((item) =>
    nouns.has(item.text) ? [] : [missing(item, item.text, what, [...nouns.keys()])],
  );
}

/** A field that is refined stays what it is: a measure cannot become a dimension. */
function clashes(entry: Entry, known: KnownNames): readonly Misnamed[] {
  const fields = known.views.get(entry.name?.text.replace(/^\+/, "") ?? "")?.fields;
  return entry.inside.flatMap((field): readonly Misnamed[] => {
    const name = field.name;
    const word = name === undefined ? undefined : fields?.get(name.text);
    if (name === undefined || word === undefined || !FIELD_BLOCKS.includes(field.key) || word === field.key)
      return [];
    return [
      {
        code: "duplicate-name",
        offset: name.at,
        message: `\`${name.text}\` is a ${word.replace("_", " ")} already, not a ${field.key.replace("_", " ")}`,
        hint: `refine it as \`${word}\`, or choose another name`,
      },
    ];
  });
}

function joinedView(join: Entry, known: KnownNames): readonly Misnamed[] {
  const said = join.inside.find((one) => one.key === "from" || one.key === "view_name")?.value ?? join.name;
  // A join that the explore has already is refined, and its view known.
  if (said === undefined || known.views.has(said.text)) return [];
  if (
    said === join.name &&
    [...known.explores.values()].some(
      (joined) => joined.has(said.text) && known.views.has(joined.get(said.text) ?? ""),
    )
  )
    return [];
  return [missing(said, said.text, "view", [...known.views.keys()])];
}

function inside(block: Entry, scope: Scope): readonly Misnamed[] {
  return block.inside.flatMap((entry): readonly Misnamed[] => {
    const { key, value, list } = entry;
    if (key === "explore_source" && block.key !== "test") return explored(entry, scope);
    if (FIELD_LISTS.includes(key)) return list.flatMap((item) => listed(item, scope));
    if (FIELD_MAPS.includes(key) && list.length > 0)
      return list.flatMap((item) => field(item, item.text, scope));
    if (FIELDS.includes(key) && value !== undefined) return field(value, value.text, scope);
    if (key === "required_joins" || key === "always_join") return list.flatMap((item) => joined(item, scope));
    if (value !== undefined && /^(?:sql|html|expr)/.test(key)) return inText(value, scope);
    return inside(entry, scope);
  });
}

/** A derived table that asks an explore: its names are the explore's. */
function explored(source: Entry, { known }: Scope): readonly Misnamed[] {
  const explore = source.name?.text ?? "";
  if (!known.explores.has(explore) && source.name !== undefined)
    return [missing(source.name, explore, "explore", [...known.explores.keys()])];
  return inside(source, { known, explore, view: [...(known.explores.get(explore)?.keys() ?? [])][0] });
}

function joined(item: Item, { known, explore }: Scope): readonly Misnamed[] {
  const views = [...(known.explores.get(explore ?? "")?.keys() ?? [])];
  return views.includes(item.text) ? [] : [missing(item, item.text, "view in this explore called", views)];
}

/** `a`, `-a`, a set `detail*`, or either of another view; `ALL_FIELDS*` is Looker's own. */
function listed(item: Item, scope: Scope): readonly Misnamed[] {
  const minus = item.text.startsWith("-") ? 1 : 0;
  const text = item.text.slice(minus);
  const at = { ...item, at: item.at + minus };
  if (text === "ALL_FIELDS*") return [];
  if (!text.endsWith("*")) return field(at, text, scope);
  const [set = "", view] = text.slice(0, -1).split(".").toReversed();
  const found = viewOf(view, scope);
  if (found === "unknown") return noView(at, view ?? "", scope);
  return found === undefined || found.sets.has(set)
    ? []
    : [missing(at, set, view === undefined ? "set" : `set of view \`${view}\` called`, [...found.sets])];
}

function field(item: Item, text: string, scope: Scope): readonly Misnamed[] {
  const [name = "", view] = text.split(".").toReversed();
  if (!/^[a-z]\w*(?:\.\w+)?$/i.test(text) || name === "SQL_TABLE_NAME") return [];
  const found = viewOf(view, scope);
  if (found === "unknown") return noView(item, view ?? "", scope);
  if (found === undefined || hasField(found, name)) return [];
  const place = view ?? scope.view ?? "";
  const inView = view === undefined ? item : { ...item, at: item.at + view.length + 1 };
  return [missing(inView, name, `field \`${place}.${name}\``, [...found.fields.keys()])];
}

/** The view of a name, undefined where none can be told, or "unknown" for one that nothing has. */
function viewOf(
  name: string | undefined,
  { known, view, explore }: Scope,
): KnownView | "unknown" | undefined {
  if (name === undefined) return view === undefined ? undefined : viewIn(known, explore, view);
  if (explore !== undefined) {
    const views = known.explores.get(explore);
    if (views === undefined) return undefined;
    return views.has(name) ? viewIn(known, explore, name) : "unknown";
  }
  // Inside a view another may go by the name it has in some explore.
  const alias = [...known.explores.values()].map((views) => views.get(name)).find((one) => one !== undefined);
  return known.views.get(name) ?? known.views.get(alias ?? "") ?? "unknown";
}

function noView(item: Item, name: string, { known, explore }: Scope): readonly Misnamed[] {
  if (explore === undefined) return [missing(item, name, "view", [...known.views.keys()])];
  return [
    missing(item, name, "view in this explore called", [...(known.explores.get(explore)?.keys() ?? [])]),
  ];
}

/** `${field}` in SQL, and the fields Liquid asks for; `${TABLE}` is the view's own table. */
function inText(value: Item, scope: Scope): readonly Misnamed[] {
  const found = value.text.matchAll(
    /\$\{\s*(?<field>[\w.]+)\s*\}|\{%-?\s*(?:condition|parameter)\s+(?<liquid>[\w.]+)\s*-?%\}/g,
  );
  return [...found].flatMap((match): readonly Misnamed[] => {
    const name = match.groups?.["field"] ?? match.groups?.["liquid"] ?? "";
    if (name === "TABLE") return [];
    return field({ text: name, at: value.at + match.index + match[0].indexOf(name) }, name, scope);
  });
}

/** `include` names files from the root with `*`; those of imported projects (`//`) are not here to look at. */
function missingFile(item: Item, paths: readonly string[]): readonly Misnamed[] {
  if (item.text.startsWith("//")) return [];
  const wanted = item.text.replace(/^\//, "");
  const glob = wanted
    .split(/(\*\*\/?|\*)/)
    .map((piece) =>
      piece.startsWith("**")
        ? ".*"
        : piece === "*"
          ? "[^/]*"
          : piece.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`),
    )
    .join("");
  const matches = new RegExp(`^(?:.*/)?${glob}(?:\\.lkml|\\.lookml)?$`);
  if (paths.some((path) => matches.test(path))) return [];
  return [
    {
      code: "unknown-name",
      offset: item.at,
      message: `no file of the project is called \`${item.text}\``,
      hint: didYouMean(wanted, paths),
    },
  ];
}

function missing(item: Item, name: string, what: string, known: readonly string[]): Misnamed {
  return {
    code: "unknown-name",
    offset: item.at,
    message: what.includes("`") ? `there is no ${what}` : `there is no ${what} \`${name}\``,
    hint: didYouMean(name, known),
  };
}
