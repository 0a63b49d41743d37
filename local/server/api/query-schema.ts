// Looker's Query (API 4.0) as a zod schema, and a query that was created in that form.
import { z } from "zod";
import type { StoredQuery } from "./query-store.ts";
import { exploreAddress } from "./query-address.ts";

const text = z.string().nullable();
const texts = z.array(z.string()).nullable();

/** What the caller can do with something: nothing is written here. */
export const can = z.record(z.string(), z.boolean());

/** Looker's Query. */
export const querySchema = z.object({
  can,
  id: z.string(),
  model: z.string(),
  view: z.string(),
  fields: texts,
  pivots: texts,
  fill_fields: texts,
  filters: z.record(z.string(), z.string()).nullable(),
  filter_expression: text,
  sorts: texts,
  limit: text,
  column_limit: text,
  total: z.boolean().nullable(),
  row_total: text,
  subtotals: texts,
  vis_config: z.record(z.string(), z.unknown()).nullable(),
  filter_config: z.record(z.string(), z.unknown()).nullable(),
  visible_ui_sections: text,
  slug: text,
  dynamic_fields: text,
  client_id: text,
  share_url: text,
  expanded_share_url: text,
  url: text,
  query_timezone: text,
  has_table_calculations: z.boolean(),
});
/** A query as Looker's API gives it. */
export type LookerQuery = z.infer<typeof querySchema>;

/** @param origin where the server is reached, e.g. `http://127.0.0.1:4600` */
export function describeQuery({ id, slug, query }: StoredQuery, origin: string): LookerQuery {
  const address = exploreAddress(query);
  const list = (names: readonly string[] | null | undefined): string[] | null =>
    names === undefined || names === null ? null : [...names];
  const textOf = (value: string | number | null | undefined): string | null =>
    value === undefined || value === null ? null : String(value);
  return {
    can: { run: true, see_results: true, explore: true },
    id,
    model: query.model,
    view: query.view,
    fields: list(query.fields),
    pivots: list(query.pivots),
    fill_fields: list(query.fill_fields),
    filters:
      query.filters === undefined || query.filters === null
        ? null
        : Object.fromEntries(Object.entries(query.filters).map(([field, value]) => [field, value ?? ""])),
    filter_expression: textOf(query.filter_expression),
    sorts: list(query.sorts),
    limit: textOf(query.limit),
    column_limit: textOf(query.column_limit),
    total: query.total ?? null,
    row_total: textOf(query.row_total),
    subtotals: list(query.subtotals),
    vis_config: query.vis_config ?? null,
    filter_config: query.filter_config ?? null,
    visible_ui_sections: textOf(query.visible_ui_sections),
    slug,
    dynamic_fields: null,
    client_id: slug,
    share_url: `${origin}/x/${slug}`,
    expanded_share_url: `${origin}${address}`,
    url: address,
    query_timezone: textOf(query.query_timezone),
    has_table_calculations: false,
  };
}
