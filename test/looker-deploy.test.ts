// `viewfinder deploy` against a Looker of our own, through Looker's own SDK: what it does, and what it survives.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { File } from "../generator/index.ts";
import { OWN_BRANCH } from "./doubles/looker/repository.ts";
import { CHANGED, type LookerRoom, openLookerRoom, production } from "./looker-room.ts";

let room: LookerRoom;
beforeAll(async () => {
  room = await openLookerRoom();
});
afterAll(() => room.close());

/** What is in a project before the first deploy. */
const THEIRS: readonly File[] = [{ path: "README.txt", text: "Ours.\n" }];

/** The steps that were told, in order. */
function stepsOf(out: string): readonly string[] {
  return out
    .split("\n")
    .slice(1)
    .filter((line) => /^\S/.test(line))
    .map((line) => line.slice(0, 11).trim());
}

const ALL = [
  "compare",
  "prepare",
  "enter",
  "configure",
  "validate",
  "test",
  "content",
  "deploy",
  "verify",
  "clean up",
];

describe("a deploy", () => {
  for (const git of ["remote", "bare"] as const) {
    test(`brings a model into a project with ${git === "bare" ? "Looker's own git" : "a git remote"}, and then has nothing to do`, async () => {
      await room.withTeam({ git, files: THEIRS, isDeployed: false }, async (team) => {
        const first = await team.deploy();
        expect(first.error).toBeUndefined();
        expect(stepsOf(first.out)).toEqual(ALL);
        const files = await production(team);
        expect(files["README.txt"]).toBe("Ours.\n");
        expect(files["views/books.view.lkml"]).toContain("measure: count");
        expect(files["README.md"]).toContain("What to edit where");
        expect(Object.fromEntries(team.looker.models)).toEqual({
          library: { project_name: "library", allowed_db_connection_names: ["warehouse"] },
        });
        expect((await team.looker.repository?.branch("dev"))?.name).toBe(OWN_BRANCH);
        const heads = await team.looker.repository?.heads();
        expect(Object.keys(heads ?? {})).toEqual(["main"]);
        expect((await team.looker.repository?.branch("production"))?.ref).toBe(heads?.["main"]);

        const again = await team.deploy();
        expect(again.error).toBeUndefined();
        expect(stepsOf(again.out)).toEqual(["compare", "deploy", "configure", "verify", "clean up"]);
        expect(again.out).toContain("production holds exactly these files already");

        await team.write("looker.yml", CHANGED);
        const changed = await team.deploy();
        expect(changed.error).toBeUndefined();
        expect(changed.out).toContain("~ views/books.view.lkml");
        expect((await production(team))["views/books.view.lkml"]).toContain('label: "Titles"');
        expect(team.looker.sessions.count).toBe(0);
      });
    });
  }

  test("makes the project where there is none, when it is told to", async () => {
    await room.withTeam({ git: "none", files: THEIRS, isDeployed: false }, async (team) => {
      const refused = await team.deploy();
      expect(refused.error?.message).toMatch(
        /has no project library, or this API user may not see it\. .* --create\./,
      );
      const made = await team.deploy({ create: true });
      expect(made.error).toBeUndefined();
      expect(made.out).toContain("project library is made, with git of Looker's own");
      expect(await production(team)).toHaveProperty(["library.model.lkml"]);
    });
  });

  test("takes away what the model no longer says, and leaves alone what people wrote", async () => {
    const old = "# Made by Viewfinder from looker.yml, long ago.\nview: gone {}\n";
    await room.withTeam(
      {
        git: "remote",
        files: [
          { path: "views/gone.view.lkml", text: old },
          { path: "views/mine.view.lkml", text: "view: mine {}\n" },
        ],
        isDeployed: false,
      },
      async (team) => {
        await team.write(
          "lookml/refinements/books.lkml",
          'view: +books {\n  dimension: title {\n    tags: ["t"]\n  }\n}\n',
        );
        const { error, out } = await team.deploy();
        expect(error).toBeUndefined();
        expect(out).toContain("- views/gone.view.lkml");
        const files = await production(team);
        expect(Object.keys(files)).not.toContain("views/gone.view.lkml");
        expect(files["views/mine.view.lkml"]).toBe("view: mine {}\n");
        expect(files["library.model.lkml"]).toContain('include: "/refinements/books.lkml"');
        expect(files["refinements/books.lkml"]).toContain("tags");
      },
    );
  });

  test("that is only a plan changes nothing, and says what would happen", async () => {
    await room.withTeam({ git: "remote", files: THEIRS, isDeployed: false }, async (team) => {
      const before = await team.looker.repository?.heads();
      const { error, out } = await team.deploy({ dryRun: true });
      expect(error).toBeUndefined();
      expect(out).toContain(
        "would create: model library of project library may use the connection warehouse",
      );
      expect(out.trimEnd()).toMatch(/Nothing was changed\.$/);
      expect(await team.looker.repository?.heads()).toEqual(before);
      expect(team.looker.models.size).toBe(0);
      const asked = new Set(team.looker.calls.map((call) => call.split(" ")[1] ?? ""));
      expect(asked).toEqual(
        new Set([
          "connection",
          "git_branch",
          "login",
          "logout",
          "lookml_model",
          "me",
          "project",
          "session",
          "update_session",
        ]),
      );
    });
  });
});

describe("a deploy survives", () => {
  test("a token that runs out in the middle: every step stays in the workspace it needs", async () => {
    await room.withTeam({ git: "remote", files: THEIRS, isDeployed: false }, async (team) => {
      const { looker } = team;
      for (const on of [
        "update_git_branch",
        "validate_project",
        "run_lookml_test",
        "content_validation",
        "deploy_ref_to_production",
      ])
        looker.faults.add({ on, kind: "expire" });
      const { error } = await team.deploy();
      expect(error).toBeUndefined();
      expect(looker.sessions.opened).toBe(6);
      // What was asked with the lost token was not answered; what was asked again was asked in dev.
      const asked = looker.calls.filter((call) =>
        / (update_git_branch|validate_project|run_lookml_test)$/.test(call),
      );
      expect(asked.every((call) => call.startsWith("dev "))).toBe(true);
    });
  });

  test("tokens good for one request only", async () => {
    await room.withTeam({ git: "bare", files: THEIRS, isDeployed: false }, async (team) => {
      // Clients take a token for lost ten seconds before it is.
      team.looker.tokenSeconds = 10;
      const { error } = await team.deploy();
      expect(error).toBeUndefined();
      expect(team.looker.sessions.opened).toBeGreaterThan(20);
    });
  });

  test("a Looker that falls silent right after it deployed: nobody claims to know, and the next run looks", async () => {
    await room.withTeam({ git: "remote", files: THEIRS, isDeployed: false }, async (team) => {
      const { looker } = team;
      looker.faults.add({
        on: "deploy_ref_to_production",
        when: "after",
        kind: "meanwhile",
        thenCut: true,
        happens: () => looker.faults.add({ on: "git_branch", kind: "cut", times: 99 }),
      });
      const { error } = await team.deploy();
      expect(error?.message).toContain("Production could not be changed: no whole answer came from");
      expect(error?.message).toContain(
        "Whether production has changed could not be seen; running the command again looks first.",
      );
      looker.faults.clear();
      const again = await team.deploy();
      expect(again.error).toBeUndefined();
      expect(again.out).toContain("production holds exactly these files already");
      expect((await looker.repository?.branch("dev"))?.name).toBe(OWN_BRANCH);
    });
  });

  test("being told to wait", async () => {
    await room.withTeam({ git: "remote", files: THEIRS, isDeployed: false }, async (team) => {
      const { looker } = team;
      looker.faults.add({
        on: "validate_project",
        kind: "status",
        status: 429,
        message: "Too many requests",
        retryAfter: "0",
        times: 3,
      });
      looker.faults.add({ on: "git_branch", kind: "status", status: 503, message: "Busy", retryAfter: "0" });
      expect((await team.deploy()).error).toBeUndefined();
      expect(looker.calls.filter((call) => call === "dev validate_project")).toHaveLength(4);
      looker.faults.add({
        on: "project",
        kind: "status",
        status: 429,
        message: "Too many requests",
        retryAfter: "0",
        times: 9,
      });
      expect((await team.deploy()).error?.message).toContain(
        "takes no more requests for now. Too many requests.",
      );
    });
  });

  for (const git of ["remote", "bare"] as const)
    for (const when of ["before", "after"] as const)
      test(`a connection that is cut ${when} every single request took effect, once (${git})`, async () => {
        await room.withTeam({ git, files: THEIRS, isDeployed: false }, async (team) => {
          const { looker } = team;
          for (const on of OPERATIONS) looker.faults.add({ on, when, kind: "cut" });
          const { error } = await team.deploy();
          expect(error).toBeUndefined();
          const files = await production(team);
          expect(files["views/books.view.lkml"]).toContain("view: books");
          expect(looker.models.size).toBe(1);
          expect((await looker.repository?.branch("dev"))?.name).toBe(OWN_BRANCH);
        });
      });
});

/** Everything a deploy asks for. */
const OPERATIONS = [
  "login",
  "me",
  "update_session",
  "session",
  "project",
  "git_branch",
  "all_git_branches",
  "find_git_branch",
  "create_git_branch",
  "update_git_branch",
  "delete_git_branch",
  "all_project_files",
  "file_content",
  "all_directories",
  "create_directory",
  "create_file",
  "commit",
  "lookml_model",
  "connection",
  "create_lookml_model",
  "validate_project",
  "run_lookml_test",
  "content_validation",
  "deploy_ref_to_production",
  "deploy_to_production",
  "lookml_model_explore",
] as const;
