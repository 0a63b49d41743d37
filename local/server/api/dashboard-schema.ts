// Looker's Dashboard (API 4.0) with its elements, filters and layout, as zod schemas.
import { z } from "zod";
import { can, querySchema } from "./query-schema.ts";

const text = z.string().nullable();
const folder = z.object({ id: z.string(), name: z.string() });

/** Looker's DashboardElement. */
export const elementSchema = z.object({
  can,
  id: z.string(),
  dashboard_id: z.string(),
  title: z.string(),
  type: z.string(),
  query_id: z.string(),
  query: querySchema,
  look_id: text,
  merge_result_id: text,
  note_text: text,
  subtitle_text: text,
  body_text: text,
  result_maker: z.object({
    query_id: z.string(),
    query: querySchema,
    filterables: z.array(
      z.object({
        model: z.string(),
        view: z.string(),
        name: z.string(),
        listen: z.array(z.object({ dashboard_filter_name: z.string(), field: z.string() })),
      }),
    ),
  }),
});

const filter = z.object({
  can,
  id: z.string(),
  dashboard_id: z.string(),
  name: z.string(),
  title: z.string(),
  type: z.string(),
  default_value: z.string(),
  model: z.string(),
  explore: z.string(),
  dimension: z.string(),
  row: z.int(),
  listens_to_filters: z.array(z.string()),
  allow_multiple_values: z.boolean(),
  required: z.boolean(),
  ui_config: z.record(z.string(), z.unknown()),
});

const layout = z.object({
  can,
  id: z.string(),
  dashboard_id: z.string(),
  type: z.string(),
  active: z.boolean(),
  dashboard_layout_components: z.array(
    z.object({
      can,
      id: z.string(),
      dashboard_layout_id: z.string(),
      dashboard_element_id: z.string(),
      row: z.int(),
      column: z.int(),
      width: z.int(),
      height: z.int(),
      deleted: z.boolean(),
      element_title: z.string(),
      vis_type: z.string(),
    }),
  ),
});

/** Looker's DashboardBase, and with the other members its Dashboard. */
export const dashboardSchema = z.object({
  can,
  id: z.string(),
  title: z.string(),
  description: text,
  hidden: z.boolean(),
  model: z.object({ id: z.string(), label: z.string() }),
  folder,
  readonly: z.boolean(),
  deleted: z.boolean(),
  slug: text,
  preferred_viewer: z.string(),
  query_timezone: z.string(),
  refresh_interval: text,
  lookml_link_id: z.string(),
  url: z.string(),
  dashboard_elements: z.array(elementSchema),
  dashboard_filters: z.array(filter),
  dashboard_layouts: z.array(layout),
});
/** A dashboard as Looker's API gives it. */
export type LookerDashboard = z.infer<typeof dashboardSchema>;
