// /dashboards: the generated LookML dashboards, one for each question form, in Looker's shape.
import { z } from "zod";
import { modelOf } from "../access/scope.ts";
import { Refusal } from "../looker-error.ts";
import { dashboardSchema, elementSchema, type LookerDashboard } from "./dashboard-schema.ts";
import { dashboardsOf, FOLDER } from "./describe-dashboard.ts";
import { type Api, API, originOf } from "./route.ts";
import { pick, readWanted, wantedFields } from "./wanted.ts";
import type { ApiWorld } from "./world.ts";

/** Nothing but the generated dashboards is kept here, so a search finds those or nothing. */
export function routeDashboards(api: Api, world: ApiWorld): void {
  const ask = { config: { needs: "ask" } } as const;
  const tags = ["Dashboard"];
  const named = z.object({ dashboard_id: z.string() });
  const fields = z.object({ fields: wantedFields });
  api.get(
    `${API}/dashboards`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "all_dashboards",
        summary: "All dashboards",
        querystring: fields,
        response: { 200: z.array(dashboardSchema) },
      },
    },
    async (request) =>
      pick(dashboardsOf(world, modelOf(request), originOf(request)), readWanted(request.query.fields)),
  );
  api.get(
    `${API}/dashboards/search`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "search_dashboards",
        summary: "Dashboards by id or title",
        querystring: z.looseObject({
          fields: wantedFields,
          id: z.string().optional(),
          title: z.string().optional().describe("% stands for any characters"),
          folder_id: z.string().optional(),
          deleted: z.string().optional(),
          limit: z.coerce.number().int().min(0).optional(),
          offset: z.coerce.number().int().min(0).optional(),
        }),
        response: { 200: z.array(dashboardSchema) },
      },
    },
    async (request) => {
      const { id, title, folder_id, deleted, limit, offset = 0, fields: wanted } = request.query;
      const found = dashboardsOf(world, modelOf(request), originOf(request)).filter(
        (one) =>
          (id === undefined || one.id === id) &&
          (title === undefined || matches(one.title, title)) &&
          (folder_id === undefined || folder_id === FOLDER.id) &&
          deleted !== "true",
      );
      return pick(found.slice(offset, limit === undefined ? undefined : offset + limit), readWanted(wanted));
    },
  );
  api.get(
    `${API}/dashboards/:dashboard_id`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "dashboard",
        summary: "One dashboard",
        params: named,
        querystring: fields,
        response: { 200: dashboardSchema },
      },
    },
    async (request) => {
      const dashboards = dashboardsOf(world, modelOf(request), originOf(request));
      return pick(
        requireDashboard(dashboards, request.params.dashboard_id),
        readWanted(request.query.fields),
      );
    },
  );
  api.get(
    `${API}/dashboards/:dashboard_id/dashboard_elements`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "dashboard_dashboard_elements",
        summary: "The elements of a dashboard",
        params: named,
        querystring: fields,
        response: { 200: z.array(elementSchema) },
      },
    },
    async (request) => {
      const dashboards = dashboardsOf(world, modelOf(request), originOf(request));
      const { dashboard_elements } = requireDashboard(dashboards, request.params.dashboard_id);
      return pick(dashboard_elements, readWanted(request.query.fields));
    },
  );
}

function requireDashboard(dashboards: readonly LookerDashboard[], id: string): LookerDashboard {
  const found = dashboards.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new Refusal(404, `There is no dashboard ${id.slice(0, 200)}.`);
}

/** Looker's search: `%` stands for any characters, capital letters are as good as small ones. */
function matches(title: string, pattern: string): boolean {
  const pieces = pattern.slice(0, 500).toLowerCase().split("%");
  let rest = title.toLowerCase();
  const [first = "", ...more] = pieces;
  if (!rest.startsWith(first)) return false;
  rest = rest.slice(first.length);
  for (const [index, piece] of more.entries()) {
    const at =
      index === more.length - 1
        ? rest.endsWith(piece)
          ? rest.length - piece.length
          : -1
        : rest.indexOf(piece);
    if (at < 0) return false;
    rest = rest.slice(at + piece.length);
  }
  return rest === "" || pattern.endsWith("%");
}
