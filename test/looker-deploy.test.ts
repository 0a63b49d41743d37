// `viewfinder deploy` against a Looker of our own, through Looker's own SDK: what it does, what it refuses, and what it survives.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { emitProject, type File } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { openTeam, type Team } from "./deployed.ts";
import { Hosts } from "./doubles/looker/lookml.ts";
import { OWN_BRANCH } from "./doubles/looker/repository.ts";
import { dropTables, library, LIBRARY_ROWS, LIBRARY_YML, modelOf } from "./library.ts";

// Each starts dozens of git processes, which take their time on a machine that has much else to do.
vi.setConfig({ testTimeout: 240_000 });

let stack: Stack;
let pool: pg.Pool;
let hosts: Hosts;
beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  pool = openReader(stack.url);
  hosts = new Hosts(pool, "library");
});
afterAll(async () => {
  await hosts.close();
  await pool.end();
  await dropTables(stack.url, library);
  await stack.release();
});

/** The library's model with one word more. */
const CHANGED = LIBRARY_YML.replace("label: Books}", "label: Titles}");

async function withTeam(
  git: "remote" | "bare" | "none",
  work: (team: Team) => Promise<void>,
  yml: string = LIBRARY_YML,
  files: readonly File[] = [{ path: "README.txt", text: "Ours.\n" }],
): Promise<void> {
  const team = await openTeam(yml, { pool, hosts, git, ...(git === "none" ? {} : { files }) });
  try {
    await work(team);
  } finally {
    await team.close();
  }
}

/** What the production workspace holds, by path; nothing before a first deploy. */
async function production({ looker }: Team): Promise<Readonly<Record<string, string>>> {
  const files = (await looker.repository?.files("production")) ?? [];
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

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
      await withTeam(git, async (team) => {
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
    await withTeam("none", async (team) => {
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
    await withTeam(
      "remote",
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
      LIBRARY_YML,
      [
        { path: "views/gone.view.lkml", text: old },
        { path: "views/mine.view.lkml", text: "view: mine {}\n" },
      ],
    );
  });

  test("that is only a plan changes nothing, and says what would happen", async () => {
    await withTeam("remote", async (team) => {
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

describe("a deploy is refused, and production stays as it was,", () => {
  /** A model is in production; it is changed, and the deploy of that is expected to fail. */
  async function fails(
    git: "remote" | "bare",
    prepare: (team: Team) => Promise<void> | void,
    check: (message: string, team: Team) => Promise<void> | void,
    yml: string = CHANGED,
  ): Promise<void> {
    await withTeam(
      git,
      async (team) => {
        await team.looker.inProduction("library", "warehouse");
        const before = await production(team);
        await team.write("looker.yml", yml);
        await prepare(team);
        const { error } = await team.deploy();
        expect(error).toBeDefined();
        await check(error?.message ?? "", team);
        expect(await production(team)).toEqual(before);
        expect((await team.looker.repository?.branch("dev"))?.name).toBe(OWN_BRANCH);
        expect(team.looker.sessions.count).toBe(0);
      },
      LIBRARY_YML,
      emitProject(library),
    );
  }

  test("when Looker finds a mistake: it stands at the line of looker.yml that says it", async () => {
    const view = emitProject(modelOf(CHANGED)).find(({ path }) => path === "views/books.view.lkml");
    const lines = (view?.text ?? "").split("\n");
    const line = lines.indexOf('    label: "Price (EUR)"', lines.indexOf("  dimension: price {")) + 1;
    await fails(
      "remote",
      ({ looker }) => {
        looker.planted.push({
          code: "unknown_field",
          severity: "error",
          kind: "model_configuration",
          message: "Labels cannot hold brackets.",
          file_path: "library/views/books.view.lkml",
          line_number: line,
        });
      },
      (message) => {
        expect(message).toMatch(/looker\.yml:33:22 looker Labels cannot hold brackets\.\n/);
        expect(message).toContain(
          "33 |       price: {label: Price (EUR), format: eur}\n     |                      ^",
        );
        expect(message).toContain(`views/books.view.lkml:${line} of the generated LookML`);
        expect(message).toMatch(/1 problem in .*looker\.yml\. Production is as it was\.$/);
      },
    );
  });

  test("not by errors in somebody else's files that production has as well; a second of the same is new", async () => {
    const old = {
      code: "x",
      severity: "error",
      kind: "x",
      message: "Unknown view.",
      file_path: "library/theirs.view.lkml",
      line_number: 3,
    } as const;
    await withTeam("bare", async (team) => {
      team.looker.planted.push({ ...old, inProduction: true });
      const { error, out } = await team.deploy();
      expect(error).toBeUndefined();
      expect(out).toContain(
        "validate   this makes no errors; 1 error in files that are not generated was there before, no warnings\n             theirs.view.lkml:3 Unknown view.\n",
      );
      team.looker.planted.push({ ...old, line_number: 9 });
      await team.write("looker.yml", CHANGED);
      const second = await team.deploy();
      expect(second.error?.message).toMatch(/^theirs\.view\.lkml:9 Unknown view\.\n/);
      expect(second.error?.message).toContain("Production is as it was.");
    });
  });

  test("when Looker finds a mistake in somebody else's file, which is named", async () => {
    await fails(
      "bare",
      ({ looker }) => {
        looker.planted.push({
          code: "x",
          severity: "error",
          kind: "x",
          message: "Unknown view.",
          file_path: "library/refinements/theirs.lkml",
          line_number: 3,
        });
      },
      (message) => {
        expect(message).toContain("refinements/theirs.lkml:3 Unknown view.");
        expect(message).toContain("Production is as it was.");
      },
    );
  });

  test("when a data test does not hold", async () => {
    const yml = `${CHANGED}tests:\n  few_books:\n    explore: books\n    fields: [books.count]\n    assert: {at_most_four: "\${books.count} <= 4"}\n`;
    await fails(
      "remote",
      () => {},
      (message) => {
        expect(message).toContain("data test few_books:");
        expect(message).toMatch(/looker\.yml:\d+:\d+ looker/);
        expect(message).toMatch(/\| {2,}(few_books|explore)/);
      },
      yml,
    );
  });

  test("when it would break a dashboard; what was broken before is not its fault", async () => {
    const dashboard = (id: string, field: string) => ({
      id,
      title: `Dashboard ${id}`,
      model: "library",
      explore: "books",
      fields: [field],
    });
    await withTeam("remote", async (team) => {
      team.looker.content.push(dashboard("1", "books.pages"), dashboard("2", "books.vanished"));
      const first = await team.deploy();
      expect(first.error).toBeUndefined();
      expect(first.out).toContain("this breaks none; 1 fault was there before");
      await team.write(
        "looker.yml",
        LIBRARY_YML.replace("      pages: {unknown: 0, format: decimal_0}\n", "").replace(
          / {6}pages: \{except.*\n/,
          "",
        ),
      );
      const { error } = await team.deploy();
      expect(error?.message).toContain(
        'dashboard "Dashboard 1": Unknown or inaccessible field "books.pages"',
      );
      expect(error?.message).not.toContain("vanished");
      expect((await production(team))["views/books.view.lkml"]).toContain("dimension: pages");
      expect((await team.deploy({ without: ["content"] })).error).toBeUndefined();
    });
  });

  test("when the right to deploy is missing", async () => {
    await fails(
      "remote",
      ({ looker }) =>
        looker.faults.add({
          on: "deploy_ref_to_production",
          kind: "status",
          status: 404,
          message: "Not found",
        }),
      (message) => {
        expect(message).toContain("Production could not be changed: ");
        expect(message).toContain("lacks the right");
        expect(message).toMatch(
          /Production is as it was\. The branch main holds \w{9}, and the next run deploys it\.$/,
        );
      },
    );
  });

  test("when somebody moves the development workspace, which stays theirs", async () => {
    await fails(
      "remote",
      ({ looker }) =>
        looker.faults.add({
          on: "run_lookml_test",
          kind: "meanwhile",
          happens: async () => looker.repository?.update("viewfinder-library", "main"),
        }),
      async (message, { looker }) => {
        expect(message).toContain("Somebody moved the development workspace");
        expect((await looker.repository?.branch("dev"))?.name).toBe("viewfinder-library");
        await looker.repository?.update(OWN_BRANCH, undefined);
      },
    );
  });

  test("when another deploy begins while it is checked, and that one goes through", async () => {
    await withTeam("remote", async (team) => {
      const { looker } = team;
      let atTest = (): void => {};
      const secondIsThere = new Promise<void>((done) => (atTest = done));
      let second: Promise<Awaited<ReturnType<Team["deploy"]>>> | undefined;
      looker.faults.add({
        on: "run_lookml_test",
        kind: "meanwhile",
        happens: async () => {
          await team.write("looker.yml", CHANGED);
          second = team.deploy();
          await secondIsThere;
        },
      });
      let firstIsDone = (): void => {};
      const untilFirstIsDone = new Promise<void>((done) => (firstIsDone = done));
      looker.faults.add({
        on: "run_lookml_test",
        kind: "meanwhile",
        skip: 0,
        happens: async () => {
          atTest();
          await untilFirstIsDone;
        },
      });
      const first = await team.deploy();
      expect(first.error?.message).toContain("Perhaps two deploys run at once");
      firstIsDone();
      expect((await second)?.error).toBeUndefined();
      expect((await production(team))["views/books.view.lkml"]).toContain('label: "Titles"');
      expect((await looker.repository?.branch("dev"))?.name).toBe(OWN_BRANCH);
    });
  });

  test("when production's branch is protected: the branch to merge stays", async () => {
    await fails(
      "remote",
      async ({ looker }) => {
        const hook = join(looker.repository?.remote ?? "", "hooks", "pre-receive");
        await mkdir(dirname(hook), { recursive: true });
        await writeFile(
          hook,
          '#!/bin/sh\nwhile read old new ref; do\n  if [ "$ref" = refs/heads/main ]; then echo "error: main is protected." >&2; exit 1; fi\ndone\n',
          { mode: 0o755 },
        );
      },
      async (message, { looker }) => {
        expect(message).toBe(
          "main does not take the commit: git says: main is protected. If it is protected, open a pull request from viewfinder-library and merge it; `viewfinder deploy` then deploys what was merged. Production is as it was.",
        );
        expect(Object.keys((await looker.repository?.heads()) ?? {})).toEqual(["main", "viewfinder-library"]);
      },
    );
  });

  test("not for a connection that Looker does not show, which is said", async () => {
    await withTeam("remote", async (team) => {
      team.looker.connections = ["replica"];
      const { out } = await team.deploy({ dryRun: true });
      expect(out).toContain("Looker shows this API user no connection warehouse: either ");
      team.looker.connections = ["warehouse"];
      expect((await team.deploy({ dryRun: true })).out).not.toContain("shows this API user");
    });
  });

  test("when somebody moves production's branch; the next deploy begins with theirs", async () => {
    await fails(
      "remote",
      ({ looker }) =>
        looker.faults.add({
          on: "run_lookml_test",
          kind: "meanwhile",
          happens: async () =>
            void (await looker.repository?.elsewhere("main", "views/theirs.view.lkml", "view: theirs {}\n")),
        }),
      async (message, team) => {
        expect(message).toContain("Somebody moved main while this was being checked.");
        const before = await production(team);
        const next = await team.deploy();
        expect(next.error).toBeUndefined();
        expect(await production(team)).toHaveProperty(["views/theirs.view.lkml"]);
        // The rest of this test is about the failed one.
        const { repository } = team.looker;
        await repository?.deployRef(
          (await repository.branch("production"))?.ref === undefined ? "main" : "main~2",
        );
        expect(await production(team)).toEqual(before);
      },
    );
  });

  test("when this user has unfinished work in the development workspace", async () => {
    for (const git of ["remote", "bare"] as const)
      await fails(
        git,
        async ({ looker }) => looker.repository?.write("views/afternoon.view.lkml", "view: afternoon {}\n"),
        async (message, { looker }) => {
          expect(message).toContain("Deploy Bot has changes in this project's development workspace");
          expect(message).toContain("views/afternoon.view.lkml");
          const files = (await looker.repository?.files("dev")) ?? [];
          expect(files.map(({ path }) => path)).toContain("views/afternoon.view.lkml");
        },
      );
  });

  test("when a refinement was changed in Looker, unless it is told to write over it", async () => {
    const mine = 'view: +books {\n  label: "Mine"\n}\n';
    await fails(
      "remote",
      async (team) => {
        await team.looker.repository?.elsewhere(
          "main",
          "refinements/books.lkml",
          'view: +books {\n  label: "Theirs"\n}\n',
        );
        await team.write("lookml/refinements/books.lkml", mine);
      },
      (message) => {
        expect(message).toMatch(
          /refinements\/books\.lkml is another in the Looker project than here: Ada, .* changed it there/,
        );
        expect(message).toContain("--take-refinements");
      },
    );
  });

  test("when a file of theirs stands where one of ours must go", async () => {
    for (const git of ["remote", "bare"] as const)
      await withTeam(
        git,
        async (team) => {
          const { error } = await team.deploy();
          expect(error?.message).toContain("views/books.view.lkml stands where a generated file must go");
          expect(error?.message).toContain("Nothing was changed.");
        },
        LIBRARY_YML,
        [{ path: "views/books.view.lkml", text: "view: books {}\n" }],
      );
  });

  test("when the model's name is another project's", async () => {
    await withTeam("remote", async (team) => {
      team.looker.models.set("library", { project_name: "archive", allowed_db_connection_names: [] });
      const { error } = await team.deploy();
      expect(error?.message).toContain("belongs to the project archive");
      expect(await production(team)).toEqual({});
    });
  });

  test("when the project wants a pull request: the branch stays, and what is merged is deployed", async () => {
    await fails(
      "remote",
      ({ looker }) => {
        looker.pullRequests = "required";
      },
      async (message, team) => {
        expect(message).toContain("Open one from viewfinder-library to main and merge it");
        const before = await production(team);
        const { repository } = team.looker;
        expect(Object.keys((await repository?.heads()) ?? {})).toEqual(["main", "viewfinder-library"]);
        await repository?.merge("viewfinder-library");
        const merged = await team.deploy();
        expect(merged.error).toBeUndefined();
        expect((await production(team))["views/books.view.lkml"]).toContain("Titles");
        await repository?.deployRef("main~1");
        expect(await production(team)).toEqual(before);
      },
    );
  });

  test("when production does not show what was deployed: it goes back", async () => {
    await fails(
      "remote",
      ({ looker }) =>
        looker.faults.add({
          on: "deploy_ref_to_production",
          when: "after",
          kind: "meanwhile",
          happens: () => void looker.models.delete("library"),
        }),
      (message) => {
        expect(message).toContain(
          "Production does not show what the model says:\n  explore books: missing in Looker",
        );
        expect(message).toMatch(/Production holds \w{9} again/);
      },
    );
  });

  test("when neither git nor Looker lets files in", async () => {
    await withTeam("bare", async (team) => {
      team.looker.writesFiles = false;
      const { error } = await team.deploy();
      expect(error?.message).toContain("does not let files of library be written through its API (404)");
      expect(error?.message).toContain("Give the project a git remote");
    });
    await withTeam("remote", async (team) => {
      const { error } = await team.deploy({ remote: "/nowhere/at-all.git" });
      expect(error?.message).toMatch(
        /The project's repository \/nowhere\/at-all\.git cannot be read from here: git says: .*--direct\./,
      );
    });
  });
});

describe("a deploy survives", () => {
  test("a token that runs out in the middle: every step stays in the workspace it needs", async () => {
    await withTeam("remote", async (team) => {
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
    await withTeam("bare", async (team) => {
      // Clients take a token for lost ten seconds before it is.
      team.looker.tokenSeconds = 10;
      const { error } = await team.deploy();
      expect(error).toBeUndefined();
      expect(team.looker.sessions.opened).toBeGreaterThan(20);
    });
  });

  test("a Looker that falls silent right after it deployed: nobody claims to know, and the next run looks", async () => {
    await withTeam("remote", async (team) => {
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
    await withTeam("remote", async (team) => {
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
        await withTeam(git, async (team) => {
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
