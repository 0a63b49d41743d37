// A question form of the model -> its file in dashboards/.
import { findExplore, findField } from "../../find.ts";
import type { Model } from "../../model/model.ts";
import type { FormGroup, QuestionForm } from "../../model/question-form.ts";
import type { File } from "../file.ts";
import { viewOf } from "./explore.ts";
import { anyOf } from "./filter-expression.ts";
import { print } from "./print.ts";

/** Looker's own number of rows when none is asked for. */
const USUAL_LIMIT = 500;
/** More bars than this cannot be told apart. */
const MOST_BARS = 15;

/** The path of a form's dashboard, from the root of the LookML project. */
export function dashboardPath(name: string): string {
  return `dashboards/${name}.dashboard.lookml`;
}

/** A question form of the model -> its dashboard: the selectors as filters, the answer in four ways. */
export function emitDashboard(form: QuestionForm, model: Model): File {
  return { path: dashboardPath(form.name), text: print("dashboard", { ...dashboardPicture(form, model) }) };
}

/** A dashboard as its template shows it: every element listens to every filter. */
export interface DashboardPicture {
  readonly name: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly model: string;
  readonly explore: string;
  readonly elements: readonly Element[];
  readonly filters: readonly Filter[];
}

/** A question form of the model -> what its dashboard shows. */
export function dashboardPicture(form: QuestionForm, model: Model): DashboardPicture {
  return {
    name: form.name,
    title: form.label,
    description: findExplore(model, form.explore)?.description,
    model: model.name,
    explore: form.explore,
    elements: elementsOf(form, model),
    filters: filtersOf(form, model),
  };
}

/** One dashboard element. Places are counted in Looker's grid of 24 columns. */
export interface Element {
  readonly title: string;
  readonly name: string;
  readonly type: string;
  readonly fields: readonly string[];
  readonly filters: readonly { readonly field: string; readonly value: string }[] | undefined;
  readonly sorts: readonly string[] | undefined;
  readonly limit: number;
  /** What stands behind the second number of a `single_value`, which is then shown as what the first is a part of. */
  readonly comparison: string | undefined;
  readonly row: number;
  readonly col: number;
  readonly width: number;
  readonly height: number;
}

function elementsOf(form: QuestionForm, model: Model): readonly Element[] {
  const view = viewOf(form.view, model);
  const answer = `${form.view}.${form.parameters.answer}`;
  const group = form.groups.find((one) => one.name === form.default.by) ?? form.groups[0];
  const above: readonly Element[] = [
    {
      title: "Answer",
      name: "answer",
      type: "single_value",
      fields: [answer],
      filters: undefined,
      sorts: undefined,
      limit: 1,
      comparison: undefined,
      row: 0,
      col: 0,
      width: group === undefined ? 16 : 6,
      height: 4,
    },
    {
      title: "With a Known Value",
      name: "coverage",
      type: "single_value",
      fields: [`${form.view}.${form.parameters.known}`, `${form.view}.${form.count}`],
      filters: undefined,
      sorts: undefined,
      limit: 1,
      comparison: view.noun.many,
      row: group === undefined ? 0 : 4,
      col: group === undefined ? 16 : 0,
      width: group === undefined ? 8 : 6,
      height: 4,
    },
    ...(group === undefined ? [] : groupedElements(group, answer, form, model)),
  ];
  if (view.detail.length === 0) return above;
  const many = view.noun.many;
  return [
    ...above,
    {
      title: `${many.charAt(0).toUpperCase()}${many.slice(1)} behind the Answer`,
      name: "rows",
      type: "looker_grid",
      fields: view.detail.map((field) => `${form.view}.${field}`),
      filters: undefined,
      sorts: undefined,
      limit: USUAL_LIMIT,
      comparison: undefined,
      row: Math.max(...above.map((element) => element.row + element.height)),
      col: 0,
      width: 24,
      height: 10,
    },
  ];
}

function groupedElements(
  group: FormGroup,
  answer: string,
  form: QuestionForm,
  model: Model,
): readonly Element[] {
  const overTime = isTime(group, form, model);
  const sorts = [overTime ? group.field : `${answer} desc`];
  return [
    {
      title: `Answer by ${group.label}`,
      name: "chart",
      type: overTime ? "looker_line" : "looker_bar",
      fields: [group.field, answer],
      // A group without an answer has no bar; sorted down, warehouses would show those first.
      filters: [{ field: answer, value: "NOT NULL" }],
      sorts,
      limit: overTime ? USUAL_LIMIT : MOST_BARS,
      comparison: undefined,
      row: 0,
      col: 6,
      width: 18,
      height: 8,
    },
    {
      title: `Answer and ${countLabel(form, model)} by ${group.label}`,
      name: "table",
      type: "looker_grid",
      fields: [group.field, answer, `${form.view}.${form.count}`],
      filters: undefined,
      sorts,
      limit: USUAL_LIMIT,
      comparison: undefined,
      row: 8,
      col: 0,
      width: 24,
      height: 8,
    },
  ];
}

function countLabel(form: QuestionForm, model: Model): string {
  return findField(viewOf(form.view, model), form.count)?.field.label ?? "Count";
}

function isTime(group: FormGroup, form: QuestionForm, model: Model): boolean {
  const [viewName = "", field = ""] = group.field.split(".");
  const explore = findExplore(model, form.explore);
  const real = explore?.joins.find((join) => join.name === viewName)?.view ?? form.view;
  return findField(viewOf(real, model), field)?.field.kind === "dimension_group";
}

/** One filter of the dashboard, which every element listens to. */
export interface Filter {
  readonly name: string;
  readonly title: string;
  readonly default: string;
  readonly several: boolean;
  readonly required: boolean;
  readonly control: string;
  readonly display: string;
  readonly field: string;
}

function filtersOf(form: QuestionForm, model: Model): readonly Filter[] {
  const selectors = form.selectors.map((selector): Filter => ({
    name: selector.filter,
    title: selector.label,
    default: anyOf(form.default.selected.find((one) => one.selector === selector.name)?.values ?? []),
    several: true,
    required: false,
    control: "tag_list",
    display: "popover",
    field: `${form.view}.${selector.filter}`,
  }));
  const view = viewOf(form.view, model);
  const chosen = [form.parameters.metric, form.parameters.aggregation].map((name): Filter => {
    const parameter = findField(view, name)?.field;
    if (parameter?.kind !== "parameter") throw new Error(`\`${name}\` passed the checks and is no parameter`);
    return {
      name,
      title: parameter.label,
      default: parameter.default,
      several: false,
      required: true,
      control: "dropdown_menu",
      display: "inline",
      field: `${form.view}.${name}`,
    };
  });
  return [...selectors, ...chosen, ...otherForms(form)];
}

/** The other forms of the selectors, which Looker keeps behind "More" until they are wanted. */
function otherForms(form: QuestionForm): readonly Filter[] {
  const rest = {
    default: "",
    several: true,
    required: false,
    control: "tag_list",
    display: "overflow",
  } as const;
  return form.selectors.flatMap(({ label, allOfFilter, excludedFilter }) =>
    [
      { name: allOfFilter, title: `${label} All Of` },
      { name: excludedFilter, title: `${label} Excluded` },
    ].flatMap(({ name, title }) =>
      name === undefined ? [] : [{ ...rest, name, title, field: `${form.view}.${name}` }],
    ),
  );
}
