// A deploy among other people: their work in the workspace, their commits, their files, their rules; none of it is lost.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitProject, type File } from "../generator/index.ts";
import { OWN_BRANCH } from "./doubles/looker/repository.ts";
import { library, LIBRARY_YML } from "./library.ts";
import { CHANGED, deployFails, type LookerRoom, openLookerRoom, production } from "./looker-room.ts";
import type { Team } from "./looker-team.ts";

let room: LookerRoom;
beforeAll(async () => {
  room = await openLookerRoom();
});
afterAll(() => room.close());

/** What is in a project before the first deploy. */
const THEIRS: readonly File[] = [{ path: "README.txt", text: "Ours.\n" }];

describe("a deploy is refused, and what others have is as it was,", () => {
  test("when somebody moves the development workspace, which stays theirs", async () => {
    await deployFails(
      room,
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
    await room.withTeam({ git: "remote", files: THEIRS, isDeployed: false }, async (team) => {
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
    await deployFails(
      room,
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

  test("when somebody moves production's branch; the next deploy begins with theirs", async () => {
    await deployFails(
      room,
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
      await deployFails(
        room,
        git,
        async ({ looker }) => looker.repository?.write("views/afternoon.view.lkml", "view: afternoon {}\n"),
        async (message, { looker }) => {
          expect(message).toMatch(
            /^Deploy Bot has \w+ in this project's development workspace that are not /,
          );
          expect(message).toContain("views/afternoon.view.lkml");
          const files = (await looker.repository?.files("dev")) ?? [];
          expect(files.map(({ path }) => path)).toContain("views/afternoon.view.lkml");
        },
      );
  });

  test("not by work in the development workspace that may be given up", async () => {
    for (const git of ["remote", "bare"] as const)
      await room.withTeam({ git, yml: CHANGED }, async (team) => {
        await team.looker.repository?.write("views/afternoon.view.lkml", "view: afternoon {}\n");
        expect((await team.deploy({ resetWorkspace: true })).error).toBeUndefined();
        expect(await production(team)).not.toHaveProperty(["views/afternoon.view.lkml"]);
        expect((await production(team))["views/books.view.lkml"]).toContain("Titles");
      });
  });

  test("when somebody deleted a file in the development workspace, which would go from production", async () => {
    await room.withTeam({ git: "bare", files: THEIRS }, async (team) => {
      await team.looker.repository?.erase("README.txt");
      expect((await team.deploy()).error?.message).toContain("not as in production: README.txt. Either ");
      expect((await production(team))["README.txt"]).toBe("Ours.\n");
    });
  });

  test("not by what others deployed since, unless it could be work in the development workspace", async () => {
    await room.withTeam(
      { git: "bare", yml: CHANGED, files: [...emitProject(library), ...THEIRS] },
      async (team) => {
        const { repository } = team.looker;
        await repository?.elsewhere("main", "views/theirs.view.lkml", "view: theirs {}\n");
        await repository?.elsewhere(
          "main",
          "views/topics.view.lkml",
          "# Made by Viewfinder from looker.yml, long ago.\n",
        );
        await repository?.deployRef("main");
        const first = await team.deploy();
        expect(first.error).toBeUndefined();
        expect(first.out).toContain(
          "prepare    3 changed; the development workspace is brought to production\n",
        );
        expect(await production(team)).toHaveProperty(["views/theirs.view.lkml"]);
        await repository?.elsewhere("main", "README.txt", "Theirs.\n");
        await repository?.deployRef("main");
        await team.write("looker.yml", LIBRARY_YML);
        expect((await team.deploy()).error?.message).toMatch(
          /not as in production: README\.txt\. Either somebody works there, or others have deployed since it was last used\. .*--reset-workspace\.\nProduction is as it was\.$/,
        );
        expect((await team.deploy({ resetWorkspace: true })).error).toBeUndefined();
        expect((await production(team))["README.txt"]).toBe("Theirs.\n");
      },
    );
  });

  test("when a refinement was changed in Looker, unless it is told to write over it", async () => {
    const mine = 'view: +books {\n  label: "Mine"\n}\n';
    await deployFails(
      room,
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
      await room.withTeam(
        { git, files: [{ path: "views/books.view.lkml", text: "view: books {}\n" }], isDeployed: false },
        async (team) => {
          const { error } = await team.deploy();
          expect(error?.message).toContain("views/books.view.lkml stands where a generated file must go");
          expect(error?.message).toContain("Nothing was changed.");
        },
      );
  });

  test("when the model's name is another project's", async () => {
    await room.withTeam({ git: "remote", files: THEIRS, isDeployed: false }, async (team) => {
      team.looker.models.set("library", { project_name: "archive", allowed_db_connection_names: [] });
      const { error } = await team.deploy();
      expect(error?.message).toContain("belongs to the project archive");
      expect(await production(team)).toEqual({});
    });
  });

  test("when the project wants a pull request: the branch stays, and what is merged is deployed", async () => {
    await deployFails(
      room,
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

  test("when git here may not push, or the project takes pull requests and files come one by one", async () => {
    await room.withTeam({ yml: CHANGED }, async (team) => {
      const hook = join(team.looker.repository?.remote ?? "", "hooks", "pre-receive");
      await mkdir(dirname(hook), { recursive: true });
      await writeFile(hook, "#!/bin/sh\necho 'error: you may not push here.' >&2\nexit 1\n", { mode: 0o755 });
      const { error } = await team.deploy();
      expect(error?.message).toMatch(
        /git says: you may not push here\. Let git on this machine push branches .*--direct\. Production is as it was\.$/,
      );
      expect(error).toMatchObject({ retry: false });
      team.looker.pullRequests = "required";
      expect((await team.deploy({ direct: true })).error?.message).toContain("Leave --direct out.");
    });
  });
});
