// A printed LookML project -> where it breaks the rules of the linters that LookML developers run (look-at-me-sideways and its like).
import type { File } from "../../generator/index.ts";
import { type Block, blocks, parseFile } from "../cases/parse.ts";

/** A view or explore of the project, and the file it stands in. */
interface Noun {
  readonly path: string;
  readonly name: string;
  readonly block: Block;
}

interface Project {
  readonly files: readonly File[];
  /** Views with a table or a query of their own; refinements are none. */
  readonly views: readonly Noun[];
  readonly explores: readonly Noun[];
}

/** Where a rule is broken, in words. */
type Rule = (project: Project) => readonly string[];

const FIELDS = ["dimension", "dimension_group", "measure", "filter", "parameter"] as const;
/** Most fields, and most groups, that a list shows without headings (H2, H3, H6). */
const MOST_WITHOUT_HEADINGS = 20;
/** Most fields and headings together (H4). */
const MOST_ENTRIES = 30;

/**
 * The rules by their names in look-at-me-sideways.
 *
 * Three of them speak of what people write; H1 and H5 are held where they write so (test/cases/linted):
 * H1 wants a field with a label such as `[Order ID]` in each view. What K4 hides, the generator does not show again
 *   by itself: a second field of the key is one more to choose from that no analyst asked for.
 * H5 wants `view_label: "[Orders]"` on an explore with joins, so that its base view stands first in the field
 *   picker, which goes by the alphabet. Looker puts that label before the label of every field of the view
 *   (`LookmlModelExploreField.label`), and so on top of the columns of every table and download: `[Orders] Amount`
 *   in place of `Orders Amount`. That is worse for more people than a list that is not in order is, so the generator does
 *   not say it unasked; `lookml: {view_label: …}` of the explore says it.
 * T2 wants key columns and a line `---` in each SELECT of a derived table. That SQL is the user's own text, printed as it
 *   stands; and `---` opens a comment, which looker.yml's SQL may not hold, since queries of the other hosts put their
 *   own text behind it. So it is held by having no query among the views, or left out of the linter's rules.
 */
export const RULES: Readonly<Record<string, Rule>> = {
  K1: eachView((view) => {
    const keys = keysOf(view);
    const number = Number(/^pk(\d+)_/.exec(keys[0]?.[0] ?? "")?.[1] ?? 0);
    return keys.length > 0 && keys.length === number ? [] : ["has no key dimensions pk{n}_…"];
  }),
  K3: eachView((view) => {
    const order = orderOf(view).filter((one) => FIELDS.some((type) => one.startsWith(`@${type}.`)));
    const keys = keysOf(view).map(([name]) => `@dimension.${name}`);
    return order.slice(0, keys.length).every((one) => keys.includes(one)) ? [] : ["its key comes later"];
  }),
  K4: eachView((view) =>
    keysOf(view).flatMap(([name, field]) => (field["hidden"] === true ? [] : [`${name} is shown`])),
  ),
  K7: eachView((view) => {
    const primary = blocks(view, "dimension").filter(([, field]) => field["primary_key"] === true);
    return primary.length === 1 ? [] : [`has ${primary.length} primary keys`];
  }),
  K8: eachView((view) => {
    const [primary] = blocks(view, "dimension").filter(([, field]) => field["primary_key"] === true);
    const keys = keysOf(view).map(([name]) => name);
    const sql = said(primary?.[1]["sql"], "");
    return primary !== undefined &&
      (keys.includes(primary[0]) || keys.every((name) => sql.includes(`\${${name}}`)))
      ? []
      : ["its primary key is not made of its key dimensions"];
  }),
  F1: eachField((field, name, view) =>
    textsOf(field)
      .flatMap((text) => [...text.matchAll(/\$\{(\w+)\.\w+\}/g)].map((match) => match[1]))
      .filter((other) => other !== view)
      .map((other) => `${name} refers to ${other}`),
  ),
  F2: eachField((field, name) => (field["view_label"] === undefined ? [] : [`${name} has a view_label`])),
  F3: eachField((field, name) =>
    field["type"] === "count" && field["filters"] === undefined ? [`${name} counts without filters`] : [],
  ),
  F4: eachField((field, name) =>
    field["hidden"] === true || typeof field["description"] === "string"
      ? []
      : [`${name} has no description`],
  ),
  E1: eachJoin(({ sql }) =>
    [...sql.matchAll(/\$\{([^}]*)\}/g)].flatMap(([whole, inside = ""]) =>
      /^\w+\.\w+$/.test(inside) ? [] : [`${whole} has no view`],
    ),
  ),
  E2: eachJoin(({ name, view, block, sql, aliases, views }) => {
    const relationship = said(block["relationship"], "");
    const sides = [
      ...(relationship.endsWith("_to_one") ? [{ alias: name, view }] : []),
      ...(relationship.startsWith("one_to_")
        ? [...aliases]
            .filter(([alias]) => alias !== name && sql.includes(`\${${alias}.`))
            .map(([alias, of]) => ({ alias, view: of }))
        : []),
    ];
    return sides.flatMap((side) => {
      const found = views.find((one) => one.name === side.view);
      const keys = found === undefined ? ["?"] : keysOf(found.block).map(([key]) => key);
      return keys
        .filter(
          (key) =>
            !new RegExp(`\\$\\{${side.alias}\\.${key}\\} =|= \\$\\{${side.alias}\\.${key}\\}`).test(sql),
        )
        .map((key) => `is not joined on ${side.alias}.${key}`);
    });
  }),
  E6: eachJoin(({ block }) => (block["foreign_key"] === undefined ? [] : ["is joined by foreign_key"])),
  E7: ({ explores }) =>
    explores
      // A hidden explore has no label that anybody reads.
      .filter(({ name, block }) => block["hidden"] !== true && said(block["label"], name).length > 25)
      .map(({ path, name }) => `${path} ${name}: its label is long`),
  T1: everyText(/\b(?:sql_trigger_value|interval_trigger):/, "is rebuilt by the clock"),
  T2: ({ views }) =>
    views
      .filter(({ block }) =>
        said((block["derived_table"] as Block | undefined)?.["sql"], "")
          .split(/\bSELECT\b/i)
          .slice(1)
          .some((columns) => !/^\s*(?:[^,]*\bpk\d+_\w+\s*,\s*)+---/.test(columns)),
      )
      .map(({ path, name }) => `${path} ${name}: is a query without a key`),
  H1: eachView((view) => {
    const shown = FIELDS.flatMap((type) => blocks(view, type)).filter(
      ([, field]) => field["hidden"] !== true,
    );
    // A bridge has no fields for people.
    const hoisted = shown.some(([, field]) => /^\[.*\]$/.test(said(field["label"], "")));
    return shown.length === 0 || hoisted ? [] : ["has no identifier with a label in [ ]"];
  }),
  H5: ({ explores }) =>
    explores
      .filter(
        ({ block }) =>
          block["hidden"] !== true &&
          blocks(block, "join").length > 0 &&
          !/^\[.*\]$/.test(said(block["view_label"], "")),
      )
      .map(({ path, name }) => `${path} ${name}: its base view has no view_label in [ ]`),
  H2: eachView((view) => {
    const shown = FIELDS.flatMap((type) => blocks(view, type)).filter(
      ([, field]) => field["hidden"] !== true,
    );
    const loose = shown.filter(([, field]) => field["group_label"] === undefined);
    return loose.length > MOST_WITHOUT_HEADINGS ? [`shows ${loose.length} fields without a group_label`] : [];
  }),
  H3: eachView((view) => {
    const groups = FIELDS.flatMap((type) => blocks(view, type)).flatMap(
      ([, field]) => field["group_label"] ?? [],
    );
    const several = new Set(groups);
    return several.size > 10 && [...several].some((one) => !said(one, "").includes(" > "))
      ? [`has ${several.size} groups`]
      : [];
  }),
  H4: eachView((view) => {
    const shown = FIELDS.flatMap((type) => blocks(view, type)).filter(
      ([, field]) => field["hidden"] !== true,
    );
    // A heading is one entry, whatever stands under it.
    const entries = new Set(
      shown.map(([name, field]) => said(field["group_label"], "").split(" > ")[0] || `field ${name}`),
    );
    return entries.size > MOST_ENTRIES ? [`shows ${entries.size} fields and headings at once`] : [];
  }),
  H6: ({ explores }) =>
    explores
      .filter(({ block }) => blocks(block, "join").length >= MOST_WITHOUT_HEADINGS)
      .map(({ path, name }) => `${path} ${name}: has too many views for one list`),
  W1: ({ files }) =>
    files.flatMap(({ path, text }) =>
      badIndents(text).map((line) => `${path}:${line}: is not indented by its depth`),
    ),
};

/** The names of broken rules with the places; nothing for a clean project. */
export function broken(files: readonly File[]): readonly string[] {
  const lookml = files.filter(({ path }) => path.endsWith(".lkml"));
  const parsed = lookml.map((file) => ({ path: file.path, root: parseFile(file) }));
  const nouns = (type: string): readonly Noun[] =>
    parsed.flatMap(({ path, root }) => blocks(root, type).map(([name, block]) => ({ path, name, block })));
  const project: Project = {
    files: lookml,
    views: nouns("view").filter(({ block }) => block["sql_table_name"] !== undefined || hasQuery(block)),
    explores: nouns("explore"),
  };
  return Object.entries(RULES).flatMap(([name, rule]) => rule(project).map((where) => `${name} ${where}`));
}

function hasQuery(view: Block): boolean {
  return (view["derived_table"] as Block | undefined)?.["sql"] !== undefined;
}

function eachView(check: (view: Block, name: string) => readonly string[]): Rule {
  return ({ views }) =>
    views.flatMap(({ path, name, block }) => check(block, name).map((what) => `${path} ${name}: ${what}`));
}

function eachField(check: (field: Block, name: string, view: string) => readonly string[]): Rule {
  return eachView((view, viewName) =>
    FIELDS.flatMap((type) => blocks(view, type)).flatMap(([name, field]) => check(field, name, viewName)),
  );
}

interface JoinOf {
  readonly name: string;
  readonly view: string;
  readonly block: Block;
  readonly sql: string;
  readonly aliases: ReadonlyMap<string, string>;
  readonly views: readonly Noun[];
}

function eachJoin(check: (join: JoinOf) => readonly string[]): Rule {
  return ({ explores, views }) =>
    explores.flatMap(({ path, name: explore, block }) => {
      const base = said(block["view_name"], explore);
      const joins = blocks(block, "join").filter(([, join]) => join["sql_on"] !== undefined);
      const aliases = new Map([
        [base, base],
        ...joins.map(([name, join]) => [name, said(join["from"], name)] as const),
      ]);
      return joins.flatMap(([name, join]) =>
        check({
          name,
          view: aliases.get(name) ?? name,
          block: join,
          sql: said(join["sql_on"], ""),
          aliases,
          views,
        }).map((what) => `${path} ${explore}.${name}: ${what}`),
      );
    });
}

function everyText(sign: RegExp, what: string): Rule {
  return ({ files }) => files.filter(({ text }) => sign.test(text)).map(({ path }) => `${path}: ${what}`);
}

function keysOf(view: Block): readonly (readonly [string, Block])[] {
  return blocks(view, "dimension").filter(([name]) => /^pk\d+_/.test(name));
}

function said(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

/** The parser keeps the order of parameters and blocks of all types in one list. */
function orderOf(view: Block): readonly string[] {
  return (view["$strings"] as readonly unknown[]).filter((one): one is string => typeof one === "string");
}

function textsOf(field: Block): readonly string[] {
  return Object.entries(field).flatMap(([key, value]) =>
    /^(?:sql|html|label_from_parameter)/.test(key) && typeof value === "string" ? [value] : [],
  );
}

/** Lines, counted from 1, that do not stand two spaces in for each block around them; the lines of SQL are free. */
function badIndents(text: string): readonly number[] {
  const bad: number[] = [];
  let depth = 0;
  let inSql = false;
  for (const [index, line] of text.split("\n").entries()) {
    const bare = line.trim();
    if (inSql) {
      inSql = !bare.endsWith(";;");
      continue;
    }
    if (bare === "" || bare.startsWith("#")) continue;
    if (bare === "}") depth -= 1;
    if (line.length - line.trimStart().length !== 2 * depth) bad.push(index + 1);
    if (bare.endsWith("{")) depth += 1;
    inSql = /^(?:sql|html|expression)\w*:/.test(bare) && !bare.endsWith(";;");
  }
  return bad;
}
