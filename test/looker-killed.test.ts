// A deploy whose process is killed without warning at each of its steps, and then run again.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitProject } from "../generator/index.ts";
import { OWN_BRANCH } from "./doubles/looker/repository.ts";
import { library, LIBRARY_YML } from "./library.ts";
import { type LookerRoom, openLookerRoom, PATIENCE_MS } from "./looker-room.ts";

let room: LookerRoom;
beforeAll(async () => {
  room = await openLookerRoom();
});
afterAll(() => room.close());

const CHANGED = LIBRARY_YML.replace("label: Books}", "label: Titles}").replace(
  "connection: warehouse",
  "connection: replica",
);
const OLD = emitProject(library);

/** When a process dies: at a request of this kind, before or after it took effect; `new` when production is changed by then. */
const MOMENTS = [
  ["remote", "update_git_branch", "after", "old"],
  ["remote", "update_lookml_model", "after", "old"],
  ["remote", "validate_project", "after", "old"],
  ["remote", "run_lookml_test", "after", "old"],
  ["remote", "content_validation", "after", "old"],
  ["remote", "deploy_ref_to_production", "before", "old"],
  ["remote", "deploy_ref_to_production", "after", "new"],
  ["remote", "lookml_model_explore", "after", "new"],
  ["remote", "delete_git_branch", "before", "new"],
  ["bare", "update_file", "after", "old"],
  ["bare", "commit", "after", "old"],
  ["bare", "deploy_to_production", "after", "new"],
] as const;

describe("a deploy that is killed", () => {
  for (const [git, on, when, left] of MOMENTS)
    test.concurrent(
      `${when} ${on} took effect (${git}) leaves production ${left}, and the next one finishes`,
      async () => {
        await room.withTeam({ git, yml: CHANGED }, async (team) => {
          const { looker } = team;
          const production = async (): Promise<string> => {
            const files = (await looker.repository?.files("production")) ?? [];
            return files.map(({ text }) => text).join("");
          };
          const before = await production();
          const killed = await team.startDeploy();
          looker.faults.add({
            on,
            when,
            kind: "meanwhile",
            thenCut: true,
            happens: async () => {
              killed.kill();
              await killed.ended;
            },
          });
          expect((await killed.ended).code).toBe("SIGKILL");
          expect((await production()) === before).toBe(left === "old");

          const again = await team.deploy();
          expect(again.error).toBeUndefined();
          expect(await production()).toContain('label: "Titles"');
          expect(looker.models.get("library")?.allowed_db_connection_names).toEqual(["warehouse", "replica"]);
          expect((await looker.repository?.branch("dev"))?.name).toBe(OWN_BRANCH);
          expect(Object.keys((await looker.repository?.heads()) ?? {})).toEqual(["main"]);
          const files = (await looker.repository?.files("production")) ?? [];
          expect(files.map(({ path }) => path)).toEqual(OLD.map(({ path }) => path).toSorted());
        });
      },
      PATIENCE_MS,
    );

  test("leaves nothing on this machine that the next one does not clear away", async () => {
    await room.withTeam({}, async (team) => {
      const dead = await mkdtemp(join(tmpdir(), "viewfinder-deploy-2147483647-"));
      const own = await mkdtemp(join(tmpdir(), `viewfinder-deploy-${process.pid}-`));
      expect((await team.deploy()).error).toBeUndefined();
      expect([existsSync(dead), existsSync(own)]).toEqual([false, true]);
      await rm(own, { recursive: true });
    });
  });
});

test(
  "a deploy that is ended by Ctrl-C tidies up, says how it stands, and ends with 130",
  async () => {
    await room.withTeam({ yml: CHANGED }, async (team) => {
      const { looker } = team;
      const before = (await looker.repository?.branch("production"))?.ref;
      const typed = await team.start("deploy");
      looker.faults.add({
        on: "validate_project",
        kind: "meanwhile",
        happens: async () => {
          typed.interrupt();
          await typed.ended;
        },
      });
      const { code, err } = await typed.ended;
      expect(err).toBe(
        "Stopping, and tidying up; Ctrl-C again ends it at once.\nStopped at the step validate. Production is as it was.\n",
      );
      expect(code).toBe(130);
      expect((await looker.repository?.branch("production"))?.ref).toBe(before);
      expect((await looker.repository?.branch("dev"))?.name).toBe(OWN_BRANCH);
      expect(Object.keys((await looker.repository?.heads()) ?? {})).toEqual(["main"]);
      expect(looker.models.get("library")?.allowed_db_connection_names).toEqual(["warehouse"]);
      expect(looker.sessions.count).toBe(0);
    });
  },
  PATIENCE_MS,
);

test(
  "the command writes its own lines and nothing else, to the end and when it fails",
  async () => {
    await room.withTeam({ files: [], isDeployed: false }, async (team) => {
      const whole = await (await team.start("deploy")).ended;
      expect(whole.err).toBe("");
      expect(whole.code).toBe(0);
      const steps = [
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
      const lines = whole.out.split("\n").filter((line) => /^\S/.test(line));
      expect(lines.map((line) => line.slice(0, 11).trim())).toEqual(["library int", ...steps]);

      team.looker.faults.add({ on: "project", kind: "silence", times: 9 });
      await team.write(
        "looker.ini",
        `[Looker]\n${Object.entries(team.looker.env)
          .map(([name, value]) => `${name.replace("LOOKERSDK_", "").toLowerCase()}=${value}`)
          .join("\n")}\ntimeout=1\n`,
      );
      const silent = await (await team.start("deploy")).ended;
      expect(silent.code).toBe(2);
      expect(silent.err).toMatch(
        /^The project library could not be opened: no whole answer came from 127\.0\.0\.1:\d+ \(nothing within 1 s\)\.\nRunning the same command again may help\.\n$/,
      );

      await team.write(
        "looker.ini",
        `[Looker]\nbase_url=${team.looker.url}\nclient_id=nobody\nclient_secret=x\n`,
      );
      const stranger = await (await team.start("deploy")).ended;
      expect(stranger.code).toBe(2);
      expect(stranger.err).toContain("does not know this client id and secret (404: Not found)");
    });
  },
  PATIENCE_MS,
);
