// The compose file and the image as they are written: what is bound, who runs, which secrets there are; and what is said where there is no Docker.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";

const ROOT = new URL("../", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, ROOT), "utf8");

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
}

const text = read("docker-compose.yml");
const { services, volumes, networks } = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
};

test("only the page is bound, and only to this machine", () => {
  const bound = Object.entries(services).flatMap(([name, { ports = [] }]) =>
    ports.map((port) => `${name} ${port}`),
  );
  expect(bound).toEqual(["server 127.0.0.1:${VIEWFINDER_PORT:-4600}:4600"]);
  expect(networks["inside"]?.internal).toBe(true);
  const outside = Object.entries(services).flatMap(([name, one]) =>
    one.networks.includes("outside") ? [name] : [],
  );
  // hydrate tells a webhook; what holds data reaches nobody.
  expect(outside).toEqual(["hydrate", "server"]);
});

test("what is ours runs from one image, and can write nowhere but its volumes", () => {
  const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);
  expect(ours.map(([name]) => name)).toEqual(["sample", "hydrate", "server"]);
  for (const [, one] of ours)
    expect(one).toMatchObject({
      image: "viewfinder",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
  // Only the sample writes the model; whoever loads and answers reads it.
  for (const name of ["hydrate", "server"])
    expect(services[name]?.volumes).toEqual(["${VIEWFINDER_MODEL:-model}:/model:ro"]);
});

test("every image of others is pinned, and every service that stays is looked after", () => {
  expect([services["warehouse"]?.image, services["s3"]?.image]).toEqual([
    "postgres:18",
    "chrislusf/seaweedfs:4.47",
  ]);
  expect(["warehouse", "s3", "hydrate"].filter((name) => services[name]?.healthcheck === undefined)).toEqual(
    [],
  );
  expect(services["server"]?.depends_on).toEqual({ hydrate: { condition: "service_healthy" } });
  expect(services["hydrate"]?.depends_on?.["sample"]).toEqual({
    condition: "service_completed_successfully",
    required: false,
  });
  const named = Object.values(services)
    .flatMap((one) => one.volumes.map((volume) => volume.split(":")[0] ?? ""))
    .filter((name) => /^\w+$/.test(name));
  expect([...new Set(named)].sort()).toEqual(["drops", "model", "outbox", "warehouse"]);
  expect(Object.keys(volumes).sort()).toEqual(["drops", "model", "outbox", "warehouse"]);
});

test("secrets come from the environment, and the example holds none", () => {
  const secrets = /PASSWORD|SECRET/;
  const given = Object.values(services).flatMap(({ environment }) =>
    Object.entries(environment).filter(([name]) => secrets.test(name)),
  );
  expect(given.length).toBeGreaterThan(6);
  // A value of its own, or one behind `:-`, would be everybody's.
  expect(given.filter(([, value]) => !/^\$\{\w+(?::\?[^}]+)?\}$/.test(value))).toEqual([]);
  const wanted = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map((match) => match[1] ?? ""));
  const example = new Map(
    [...read(".env.example").matchAll(/^(\w+)=(.*)$/gm)].map((match) => [match[1] ?? "", match[2] ?? ""]),
  );
  expect([...wanted].map((name) => [name, example.get(name)])).toEqual([...wanted].map((name) => [name, ""]));
});

test("the image runs as nobody in particular, takes signals, and holds nothing that builds", () => {
  const stages = read("Dockerfile").split(/^FROM /m);
  expect(stages).toHaveLength(3);
  const last = stages[2] ?? "";
  expect(last).toMatch(/^USER 10001:10001$/m);
  // As lists: a shell in between would keep signals to itself.
  expect(last).toMatch(/^ENTRYPOINT \["node", "\/app\/cli\/viewfinder\.js"\]$/m);
  expect(last).toMatch(/^ {2}CMD \["node", "-e", "fetch\('http:\/\/127\.0\.0\.1:4600\/ready'\)/m);
  expect(last).not.toMatch(/\b(?:npm|npx|apt-get|curl|gcc)\b(?! *,| alone)/);
  const copied = [...last.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap((match) =>
    (match[1] ?? "").split(" "),
  );
  expect(copied).toEqual([
    "/usr/local/bin/node",
    "/build/node_modules",
    "/build/package.json",
    "/build/looker.yml",
    "/build/looker.schema.json",
    "/build/LICENSE",
    "/build/dist",
    "/build/cli/viewfinder.js",
  ]);
  // What is not let in by name stays out: no .git, no .env, no drops of somebody's.
  expect(read(".dockerignore").split("\n")[0]).toBe("*");
  expect(read(".dockerignore")).not.toMatch(/^!\.env/m);
});

test("where there is no Docker, the suites for containers say so and count what they left out", () => {
  const ran = spawnSync(
    process.execPath,
    ["--import", "tsx", fileURLToPath(new URL("containers.ts", import.meta.url))],
    {
      cwd: fileURLToPath(ROOT),
      env: { ...process.env, DOCKER_HOST: "tcp://127.0.0.1:9" },
      encoding: "utf8",
    },
  );
  expect(ran.stdout).toMatch(
    /^There is no Docker here \(nothing answers at DOCKER_HOST=tcp:\/\/127\.0\.0\.1:9\)\.\nSkipped: \d{2} suites, which `npm test` runs/,
  );
  expect(ran.status).toBe(0);
});
