// Looks, folders and boards, which are not kept here: what Looker's clients ask for when they start, answered with nothing.
import { z } from "zod";
import { Refusal } from "../looker-error.ts";
import { FOLDER } from "./describe-dashboard.ts";
import { type Api, API } from "./route.ts";
import { pick, readWanted, wantedFields } from "./wanted.ts";

/** Looker's Folder, the members that are known. */
export const folderSchema = z.object({
  id: z.string(),
  name: z.string(),
  parent_id: z.string().nullable(),
  content_metadata_id: z.string().nullable(),
  child_count: z.int().nullable(),
  is_personal: z.boolean(),
  is_personal_descendant: z.boolean(),
  is_shared_root: z.boolean(),
  is_users_root: z.boolean(),
  is_embed: z.boolean(),
});

const EMPTY = [
  ["looks", "all_looks", "Look"],
  ["looks/search", "search_looks", "Look"],
  ["folders", "all_folders", "Folder"],
  ["folders/search", "search_folders", "Folder"],
  ["boards", "all_boards", "Board"],
  ["boards/search", "search_boards", "Board"],
  ["homepages", undefined, "Board"],
  ["spaces", undefined, "Folder"],
  ["spaces/search", undefined, "Folder"],
  ["dashboard_elements/search", "search_dashboard_elements", "Dashboard"],
] as const;

/** Empty lists, and 404 for one thing by its id. */
export function routeContent(api: Api): void {
  for (const [path, operationId, tag] of EMPTY) {
    api.get(
      `${API}/${path}`,
      {
        config: { needs: "ask" },
        schema: {
          ...(operationId === undefined ? { hide: true } : { operationId }),
          tags: [tag],
          summary: "Nothing of the kind is kept here",
          querystring: z.looseObject({ fields: wantedFields }),
          response: { 200: z.array(z.object({})) },
        },
      },
      async (request) => pick([], readWanted(request.query.fields)),
    );
  }
  api.get(
    `${API}/folders/:folder_id`,
    {
      config: { needs: "ask" },
      schema: {
        operationId: "folder",
        tags: ["Folder"],
        summary: "The folder of LookML dashboards",
        params: z.object({ folder_id: z.string() }),
        querystring: z.object({ fields: wantedFields }),
        response: { 200: folderSchema },
      },
    },
    async (request) => {
      const { folder_id } = request.params;
      if (folder_id !== FOLDER.id)
        throw new Refusal(404, `There is no folder ${folder_id.slice(0, 200)}, only ${FOLDER.id}.`);
      const described = {
        ...FOLDER,
        parent_id: null,
        content_metadata_id: null,
        child_count: 0,
        is_personal: false,
        is_personal_descendant: false,
        is_shared_root: false,
        is_users_root: false,
        is_embed: false,
      };
      return pick(described, readWanted(request.query.fields));
    },
  );
  api.get(
    `${API}/looks/:look_id`,
    {
      config: { needs: "ask" },
      schema: {
        operationId: "look",
        tags: ["Look"],
        summary: "Looks are not kept here",
        params: z.object({ look_id: z.string() }),
        response: { 200: z.object({}) },
      },
    },
    async (request) => {
      throw new Refusal(
        404,
        `There is no look ${request.params.look_id.slice(0, 200)}: looks are not kept here. A query's share_url is a link to a question.`,
      );
    },
  );
}
