// The question forms of a model -> their dashboards, as Looker's API describes them.
import {
  type DashboardPicture,
  dashboardPicture,
  type Model,
  type QuestionForm,
  say,
} from "../../../generator/index.ts";
import type { LookerDashboard } from "./dashboard-schema.ts";
import { writtenModel } from "../../spoken.ts";
import { hasDashboard } from "../../visible-form.ts";
import { describeQuery } from "./query-schema.ts";
import type { ApiWorld } from "./world.ts";

/** Where Looker keeps LookML dashboards. */
export const FOLDER = { id: "lookml", name: "LookML Dashboards" };

/**
 * One dashboard for each question form; the queries of its elements are kept, so that they can be run by id.
 * @param origin where the server is reached
 */
export function dashboardsOf(world: ApiWorld, model: Model, origin: string): LookerDashboard[] {
  return model.questions
    .filter((form) => hasDashboard(form, model))
    .map((form) => describe(world, model, spokenPicture(form, model), origin));
}

/** Its titles are made of looker.yml's words, and translated as wholes, as Looker does. */
function spokenPicture({ name }: QuestionForm, model: Model): DashboardPicture {
  const written = writtenModel(model);
  const form = written.questions.find((one) => one.name === name);
  if (form === undefined) throw new Error(`${name} is spoken of and not written`);
  const picture = dashboardPicture(form, written);
  const maybe = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : say(model, text);
  return {
    ...picture,
    title: say(model, picture.title),
    description: maybe(picture.description),
    elements: picture.elements.map((one) => ({
      ...one,
      title: say(model, one.title),
      comparison: maybe(one.comparison),
    })),
    filters: picture.filters.map((one) => ({ ...one, title: say(model, one.title) })),
  };
}

function describe(world: ApiWorld, model: Model, picture: DashboardPicture, origin: string): LookerDashboard {
  const id = `${picture.model}::${picture.name}`;
  const elementId = (name: string): string => `${id}::${name}`;
  return {
    can: { show: true },
    id,
    title: picture.title,
    description: picture.description ?? null,
    hidden: false,
    model: { id: model.name, label: model.label },
    folder: FOLDER,
    readonly: true,
    deleted: false,
    slug: null,
    preferred_viewer: "dashboards-next",
    query_timezone: "UTC",
    refresh_interval: null,
    lookml_link_id: id,
    url: `/dashboards/${id}`,
    dashboard_elements: picture.elements.map((one) => {
      const stored = world.queries.keep({
        model: picture.model,
        view: picture.explore,
        fields: [...one.fields],
        filters: Object.fromEntries((one.filters ?? []).map(({ field, value }) => [field, value])),
        sorts: [...(one.sorts ?? [])],
        limit: String(one.limit),
        vis_config: { type: one.type },
      });
      const query = describeQuery(stored, origin);
      return {
        can: { show: true },
        id: elementId(one.name),
        dashboard_id: id,
        title: one.title,
        type: "vis",
        query_id: stored.id,
        query,
        look_id: null,
        merge_result_id: null,
        note_text: null,
        subtitle_text: null,
        body_text: null,
        result_maker: {
          query_id: stored.id,
          query,
          filterables: [
            {
              model: picture.model,
              view: picture.explore,
              name: one.name,
              listen: picture.filters.map((listened) => ({
                dashboard_filter_name: listened.title,
                field: listened.field,
              })),
            },
          ],
        },
      };
    }),
    dashboard_filters: picture.filters.map((one, row) => ({
      can: { show: true },
      id: elementId(`filter_${one.name}`),
      dashboard_id: id,
      name: one.title,
      title: one.title,
      type: "field_filter",
      default_value: one.default,
      model: picture.model,
      explore: picture.explore,
      dimension: one.field,
      row,
      listens_to_filters: [],
      allow_multiple_values: one.several,
      required: one.required,
      ui_config: { type: one.control, display: one.display },
    })),
    dashboard_layouts: [
      {
        can: { show: true },
        id: elementId("layout"),
        dashboard_id: id,
        type: "newspaper",
        active: true,
        dashboard_layout_components: picture.elements.map((one) => ({
          can: { show: true },
          id: elementId(`place_${one.name}`),
          dashboard_layout_id: elementId("layout"),
          dashboard_element_id: elementId(one.name),
          row: one.row,
          column: one.col,
          width: one.width,
          height: one.height,
          deleted: false,
          element_title: one.title,
          vis_type: one.type,
        })),
      },
    ],
  };
}
