// A LookML project -> a looker.yml that says the same, and what became of every part of the project.
import { typeOfDimension } from "../resolve/dimension-type.ts";
import { labelOf } from "../resolve/label.ts";
import { readWarehouseType } from "../resolve/warehouse-type.ts";
import type { File } from "../emit/file.ts";
import { type Assembled, assemble, isOwnTest } from "./assemble.ts";
import { type ReadExplore, readExplore, referencesOf, type SeenReference, writeExplore } from "./explores.ts";
import { passedThrough, type Written, wordsOf } from "./field.ts";
import { formFieldsOf, readForms } from "./forms.ts";
import { readOwnTests } from "./own-tests.ts";
import { blocksOf, readProject, textOf } from "./project.ts";
import { sayAskedTypes } from "./asked-types.ts";
import { type Fate, openReport, type Report } from "./report.ts";
import { type ImportedView, importView } from "./views.ts";
import { writeModel } from "./write-model.ts";

/** An import. */
export interface Imported {
  /** The text of looker.yml. */
  readonly text: string;
  readonly fates: readonly Fate[];
  readonly types: ImportedTypes;
}

/** Where the types of columns come from, of which LookML says nothing. */
export interface ImportedTypes {
  /** How many columns the tables have. */
  readonly columns: number;
  /** Those whose type nothing in the project tells, e.g. `orders.note`; they are taken for texts. */
  readonly guessed: readonly string[];
  /** The schema that the tables are in. */
  readonly schema: string;
}

/**
 * @param files the project's files, paths from its root; only `.lkml`, `.dashboard.lookml` and `.strings.json` are read
 * @param name the model's name where no model file tells
 * @throws Mistake when a file is not LookML
 */
export function importProject(files: readonly File[], name: string): Imported {
  const project = readProject(files);
  const report = openReport(project);
  const whole = assemble(project);
  const { strings } = project;
  for (const { block, what, why } of strings.lost) report.leftOut(`translation of ${what}`, block, why);
  const schema = schemaOf(whole);
  const forms = readForms(project.dashboards, whole.views, whole.explores);
  const made = formFieldsOf(forms);
  const views = whole.views.flatMap((view) => importView(view, schema, made, report) ?? []);
  const byName = new Map(views.map((view) => [view.name, view]));
  const explores = whole.explores.flatMap((explore) => readExplore(explore, byName, report) ?? []);
  const references = distinct(explores.flatMap(referencesOf)).filter(
    (one) => views.find((view) => view.table === one.table)?.compared.has(one.column) !== true,
  );
  for (const view of views) writeLinks(view, explores);
  sayAskedTypes(views, whole);
  sayTypes(views, references);
  const tests = readOwnTests(project, report);
  for (const { root, path } of project.files.filter((file) => !isOwnTest(file)))
    for (const [test, block] of blocksOf(root, "test"))
      report.leftOut(`test ${test}`, block, `keep it in refinements/: ${path} stays as it is`);
  for (const form of forms) noteMany(form.many, byName.get(form.view));
  const model: Written = {
    ...modelWords(whole, name),
    ...(schema === (whole.modelName ?? name) ? {} : { schema }),
    ...(strings.locale === undefined ? {} : { locale: strings.locale, locales: strings.locales }),
    ...modelRest(whole, report),
    tables: Object.fromEntries(views.map((view) => [view.table, tableOf(view, references)])),
    views: Object.fromEntries(views.filter(isNeeded).map((view) => [view.name, orNothing(view.written)])),
    explores: Object.fromEntries(
      explores.map((explore) => [explore.whole.name, orNothing(writeExplore(explore, references, report))]),
    ),
    ...(forms.length === 0
      ? {}
      : { questions: Object.fromEntries(forms.map((form) => [form.name, form.written])) }),
    ...(Object.keys(tests).length === 0 ? {} : { tests }),
  };
  return {
    text: `# yaml-language-server: $schema=looker.schema.json\n${writeModel(model)}`,
    fates: report.fates,
    types: typesOf(views, schema),
  };
}

/** Of the tables that are the warehouse's own; those that are queries have the types their SQL gives. */
function typesOf(views: readonly ImportedView[], schema: string): ImportedTypes {
  const seen = views.flatMap(({ table, columns }) =>
    [...columns.types.keys()].map((name) => [`${table}.${name}`, columns.guessed.has(name)] as const),
  );
  // What one view only guesses another may know.
  const known = new Set(seen.filter(([, isGuess]) => !isGuess).map(([name]) => name));
  const all = [...new Set(seen.map(([name]) => name))];
  return { columns: all.length, guessed: all.filter((name) => !known.has(name)).sort(), schema };
}

/** A bridge's view is made again from its table, unless people have fields of it. */
function isNeeded(view: ImportedView): boolean {
  return (
    view.shown ||
    view.written["lookml"] !== undefined ||
    view.written["table"] !== undefined ||
    !isBridge(view)
  );
}

function isBridge(view: ImportedView): boolean {
  return view.key.length > 1;
}

function schemaOf({ manifest, modelName }: Assembled): string {
  const constant = blocksOf(manifest, "constant").find(([name]) => name === "SCHEMA")?.[1];
  return (constant === undefined ? undefined : textOf(constant, "value")) ?? modelName ?? "public";
}

function modelWords({ model, modelName, modelComment }: Assembled, name: string): Written {
  const known = modelName ?? name;
  const label = wordsOf(model, "label");
  const weekStart = textOf(model, "week_start_day");
  const offset = textOf(model, "fiscal_month_offset");
  return {
    model: known,
    ...(label === undefined || label === labelOf(known) ? {} : { label }),
    ...(modelComment === undefined ? {} : { description: modelComment }),
    connection: textOf(model, "connection") ?? "warehouse",
    ...(model["case_sensitive"] === false ? { case_sensitive: false } : {}),
    ...(weekStart === undefined || weekStart === "monday" ? {} : { week_start_day: weekStart }),
    ...(offset === undefined || Number(offset) === 0 ? {} : { fiscal_month_offset: Number(offset) }),
  };
}

const SAID = new Set([
  "label",
  "connection",
  "case_sensitive",
  "week_start_day",
  "fiscal_month_offset",
  "include",
  "access_grant",
  "view",
  "explore",
  "test",
  "constant",
  "project_name",
]);
/** The datagroup of hydrate's ledger, which the printer makes where hydrate fills tables. */
const OWN_GROUP = "published_drops";

function modelRest({ model }: Assembled, report: Report): Written {
  const grants = blocksOf(model, "access_grant").map(([name, block]) => [
    name,
    { user_attribute: textOf(block, "user_attribute"), allowed: block["allowed_values"] },
  ]);
  const groups = Object.fromEntries(blocksOf(model, "datagroup").filter(([name]) => name !== OWN_GROUP));
  if (blocksOf(model, "datagroup").some(([name]) => name === OWN_GROUP))
    report.leftOut(
      `datagroup ${OWN_GROUP}`,
      model,
      "hydrate fills none of the imported tables, so there is no ledger to ask",
      "datagroup",
    );
  // In the order they stand in, and without what the printer makes by itself.
  const others = Object.entries(model).flatMap(([key, value]): readonly (readonly [string, unknown])[] => {
    if (key === "datagroup") return Object.keys(groups).length === 0 ? [] : [[key, groups]];
    return key === "persist_with" && value === OWN_GROUP ? [] : [[key, value]];
  });
  const rest = passedThrough(Object.fromEntries(others), "model", SAID, "the model", report, model);
  return {
    ...(grants.length === 0 ? {} : { access_grants: Object.fromEntries(grants) as Written }),
    ...(rest === undefined ? {} : { lookml: rest }),
  };
}

/** Links that nothing of the project joins by stand among the dimensions, first as they were. */
function writeLinks(view: ImportedView, explores: readonly ReadExplore[]): void {
  const joined = new Set([
    ...(view.key.length > 1 ? view.key : []),
    ...explores.flatMap(({ joins }) =>
      joins.flatMap((join) =>
        join.pairs.flatMap(([from, to]) => [
          ...(join.fromView === view ? [from] : []),
          ...(join.view === view ? [to] : []),
        ]),
      ),
    ),
  ]);
  const lonely = [...view.links].filter(([column]) => !joined.has(column)).map(([, link]) => link);
  if (lonely.length === 0) return;
  const dimensions = (view.written["dimensions"] ?? {}) as Written;
  view.written["dimensions"] = { ...Object.fromEntries(lonely), ...dimensions };
}

/** What refers to a key has the key's type; and a dimension whose column has its type need not say it. */
function sayTypes(views: readonly ImportedView[], references: readonly SeenReference[]): void {
  for (const { table, column, to } of references) {
    const target = views.find((other) => other.table === to);
    const type = target?.columns.types.get(target.key[0] ?? "") ?? "integer";
    for (const view of views.filter((one) => one.table === table)) view.columns.say(column, type);
  }
  for (const view of views) {
    for (const [name, dimension] of Object.entries(
      (view.written["dimensions"] ?? {}) as Readonly<Record<string, Written>>,
    )) {
      if (dimension["type"] === "time") continue;
      const column = dimension["sql"] === undefined ? columnNamed(dimension, name) : undefined;
      const type =
        column === undefined ? undefined : readWarehouseType(view.columns.types.get(column) ?? "text");
      if ((type === undefined ? "string" : typeOfDimension(type)) === dimension["type"])
        delete dimension["type"];
    }
  }
}

function columnNamed(dimension: Written, name: string): string {
  const { column } = dimension;
  return typeof column === "string" ? column : name;
}

function tableOf(view: ImportedView, references: readonly SeenReference[]): Written {
  const own = references.filter((one) => one.table === view.table);
  const { sql, explore_source, ...kept } = view.derived ?? {};
  return {
    ...(view.description === undefined ? {} : { description: view.description }),
    ...(sql === undefined ? {} : { sql }),
    ...(explore_source === undefined ? {} : { explore_source }),
    key: view.key.length === 1 ? view.key[0] : view.key,
    columns: Object.fromEntries(view.columns.types),
    ...(own.length === 0
      ? {}
      : { references: Object.fromEntries(own.map(({ column, to }) => [column, to])) }),
    ...kept,
  };
}

/** What several rows are called shows in a dashboard's title only. */
function noteMany(many: string | undefined, view: ImportedView | undefined): void {
  if (many === undefined || view === undefined || many.toLowerCase() === labelOf(view.name).toLowerCase())
    return;
  view.written["many"] = many.toLowerCase();
}

function orNothing(written: Written): Written | null {
  return Object.keys(written).length === 0 ? null : written;
}

/** A column refers to one table: where it meets the keys of several, to the first. */
function distinct(references: readonly SeenReference[]): readonly SeenReference[] {
  const seen = new Set<string>();
  return references.filter((one) => {
    const key = `${one.table}.${one.column}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}
