// The routes of Looker's API 4.0, all of them.
import { routeRun } from "../run.ts";
import { routeConnections } from "./connections.ts";
import { routeContent } from "./content.ts";
import { routeDashboards } from "./dashboards.ts";
import { routeLookmlTests } from "./lookml-tests.ts";
import { routeModels } from "./models.ts";
import { routeProjects } from "./projects.ts";
import { routeQueries } from "./queries.ts";
import { routeQueryTasks } from "./query-task-routes.ts";
import type { Api } from "./route.ts";
import { routeRunningQueries } from "./running-queries.ts";
import { routeSpec } from "./spec.ts";
import { routeSuggestions } from "./suggestions.ts";
import { routeVersions } from "./versions.ts";
import type { ApiWorld } from "./world.ts";

/** Adds them; who may call what is looked at before they run (`guard`). */
export function routeApi(api: Api, world: ApiWorld): void {
  routeVersions(api);
  routeSpec(api);
  routeModels(api);
  routeSuggestions(api, world);
  routeQueries(api, world);
  routeRun(api, world);
  routeQueryTasks(api, world);
  routeRunningQueries(api, world);
  routeConnections(api, world);
  routeProjects(api, world);
  routeLookmlTests(api, world);
  routeDashboards(api, world);
  routeContent(api);
}
