// Looker's addresses for people that are not the page itself -> the place on the page that shows the same.
import type { FastifyInstance } from "fastify";
import { hasDashboard } from "../../visible-form.ts";
import { knownModel } from "../access/caller.ts";
import { modelOf } from "../access/scope.ts";
import { Refusal, refusing } from "../looker-error.ts";
import { questionAddress } from "./dashboard-address.ts";
import { requireSeen } from "./queries.ts";
import { exploreAddress } from "./query-address.ts";
import type { QueryStore } from "./query-store.ts";

/** Short links, embedded explores, dashboards and looks. The page itself answers `/explore/:model/:view`. */
export function routeAddresses(app: FastifyInstance, queries: QueryStore): void {
  const ask = { config: { needs: "ask" } } as const;
  app.get<{ Params: { slug: string } }>("/x/:slug", ask, async (request, reply) => {
    const stored = queries.bySlug(request.params.slug);
    if (stored === undefined)
      throw new Refusal(
        404,
        "This short link is not known any more: they are kept until the server ends. Ask whoever sent it for the long one.",
      );
    requireSeen(modelOf(request), knownModel(request), stored, request.params.slug);
    return reply.redirect(exploreAddress(stored.query));
  });
  app.get<{ Params: { model: string; view: string } }>(
    "/embed/explore/:model/:view",
    ask,
    async (request, reply) => {
      const { model, view } = request.params;
      const at = request.url.indexOf("?");
      const path = [model, view].map(encodeURIComponent).join("/");
      return reply.redirect(`/explore/${path}${at < 0 ? "" : request.url.slice(at)}`);
    },
  );
  for (const before of ["", "/embed"]) {
    app.get<{
      Params: { id: string };
      Querystring: Readonly<Record<string, unknown>>;
    }>(`${before}/dashboards/:id`, ask, async (request, reply) => {
      const model = modelOf(request);
      const [name = "", form = ""] = request.params.id.split("::");
      const found = model.questions.find((one) => one.name === form);
      if (name !== model.name || found === undefined)
        throw new Refusal(404, `There is no dashboard ${request.params.id.slice(0, 200)}.`);
      // The page is the dashboard: the same selectors, and the answer below them.
      const filtered = hasDashboard(found, model)
        ? refusing(400, () => questionAddress(model, found, request.query))
        : undefined;
      if (filtered !== undefined) return reply.redirect(filtered);
      const isFirst = model.questions[0] === found;
      return reply.redirect(isFirst ? "/" : `/?question=${encodeURIComponent(found.name)}`);
    });
    for (const path of ["/dashboards", "/looks", "/looks/:id", "/explore", "/browse"])
      app.get(`${before}${path}`, ask, async (_request, reply) => reply.redirect("/"));
  }
}
