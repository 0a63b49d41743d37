// A deploy that Looker refuses: its checks, its rights, and what answers in its place; production stays as it was.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitProject, type File } from "../generator/index.ts";
import { LIBRARY_YML, modelOf } from "./library.ts";
import { CHANGED, deployFails, type LookerRoom, openLookerRoom, production } from "./looker-room.ts";

let room: LookerRoom;
beforeAll(async () => {
  room = await openLookerRoom();
});
afterAll(() => room.close());

/** What is in a project before the first deploy. */
const THEIRS: readonly File[] = [{ path: "README.txt", text: "Ours.\n" }];

describe("a deploy is refused, and production stays as it was,", () => {
  test("when Looker finds a mistake: it stands at the line of looker.yml that says it", async () => {
    const view = emitProject(modelOf(CHANGED)).find(({ path }) => path === "views/books.view.lkml");
    const lines = (view?.text ?? "").split("\n");
    const line = lines.indexOf('    label: "Price (EUR)"', lines.indexOf("  dimension: price {")) + 1;
    await deployFails(
      room,
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
    await room.withTeam({ git: "bare", files: THEIRS, isDeployed: false }, async (team) => {
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
    await deployFails(
      room,
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
    await deployFails(
      room,
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
    await room.withTeam({ git: "remote", files: THEIRS, isDeployed: false }, async (team) => {
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
    await deployFails(
      room,
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

  test("not for a connection that Looker does not show, which is said", async () => {
    await room.withTeam({ git: "remote", files: THEIRS, isDeployed: false }, async (team) => {
      team.looker.connections = ["replica"];
      const { out } = await team.deploy({ dryRun: true });
      expect(out).toContain("Looker shows this API user no connection warehouse: either ");
      team.looker.connections = ["warehouse"];
      expect((await team.deploy({ dryRun: true })).out).not.toContain("shows this API user");
    });
  });

  test("when production does not show what was deployed: it goes back", async () => {
    await deployFails(
      room,
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

  test("when something answers that is no Looker, and no file is written for want of an address", async () => {
    for (const on of ["login", "project"])
      await room.withTeam({ yml: CHANGED }, async (team) => {
        team.looker.faults.add({ on, kind: "page" });
        expect((await team.deploy()).error?.message).toMatch(
          /: 127\.0\.0\.1:\d+ says 200: a web page came in place of an answer\. Either base_url is not/,
        );
        expect(team.looker.calls.some((call) => /file|commit|branch|deploy/.test(call))).toBe(false);
      });
  });

  test("when a check cannot be made, with how to do without it", async () => {
    for (const [on, without] of [
      ["run_lookml_test", "test"],
      ["content_validation", "content"],
    ] as const)
      await room.withTeam({ yml: CHANGED }, async (team) => {
        team.looker.faults.add({ on, kind: "status", status: 403, message: "Forbidden" });
        expect((await team.deploy()).error?.message).toMatch(
          new RegExp(`403 .* --without ${without} deploys without this check\\. Production is as it was\\.$`),
        );
      });
  });

  test("when this user may not develop, or may be known and not asked who it is", async () => {
    await room.withTeam({ yml: CHANGED }, async (team) => {
      const { faults } = team.looker;
      faults.add({ on: "update_session", kind: "status", status: 200, message: "", times: 99 });
      const { error } = await team.deploy();
      expect(error?.message).toContain("Most likely this API user lacks the right to develop");
      faults.clear();
      faults.add({ on: "me", kind: "status", status: 403, message: "Forbidden" });
      expect((await team.deploy()).error?.message).toMatch(
        /^Looker cannot be reached: .* says 403 to GET \/user: /,
      );
    });
  });

  test("when Looker leaves the model out, or finds fault with the project as a whole", async () => {
    await room.withTeam({ yml: CHANGED }, async (team) => {
      team.looker.unlooked.push("library");
      expect((await team.deploy()).error?.message).toContain(
        "Looker did not validate the model library, so ",
      );
      team.looker.unlooked.length = 0;
      const said = { code: "x", kind: "x", message: "No manifest.", file_path: null, line_number: null };
      team.looker.planted.push({ ...said, severity: "error" });
      expect((await team.deploy()).error?.message).toBe(
        "No manifest.\n\nLooker's validator refuses this.\nProduction is as it was.",
      );
    });
  });

  test("when neither git nor Looker lets files in", async () => {
    await room.withTeam({ git: "bare", files: THEIRS, isDeployed: false }, async (team) => {
      team.looker.writesFiles = false;
      const { error } = await team.deploy();
      expect(error?.message).toContain("does not let files of library be written through its API (404)");
      expect(error?.message).toContain("Give the project a git remote");
    });
    await room.withTeam({ git: "remote", files: THEIRS, isDeployed: false }, async (team) => {
      const { error } = await team.deploy({ remote: "/nowhere/at-all.git" });
      expect(error?.message).toMatch(
        /The project's repository \/nowhere\/at-all\.git cannot be read from here: git says: .*--direct\./,
      );
    });
  });
});
