// What runs hydrate without anybody thinking of it: the template with its roles and alarms, the systemd timer, the cron line.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { lineOfFailure } from "../cli/json-lines.ts";
import { Mistake, Outage } from "../generator/index.ts";
import { EVENT_LINE, linesOfWorries, OverBudget } from "../hydrate/index.ts";
import { isAllowed, mayAssume, type Principal, type Statement } from "./infra/evaluate.ts";
import { strangersIn } from "./infra/spec.ts";
import {
  ACCOUNT,
  type Json,
  readTemplate,
  resolveTemplate,
  type Template,
  textOf,
} from "./infra/template.ts";

const INFRA = new URL("../hydrate/infra/", import.meta.url);
const load = (name: string): Template => readTemplate(readFileSync(new URL(`${name}.yaml`, INFRA), "utf8"));
const schedule = load("schedule");

const CLUSTER = `arn:aws:ecs:eu-west-1:${ACCOUNT}:cluster/data`;
const HYDRATE = `arn:aws:iam::${ACCOUNT}:role/viewfinder/HydrateRole`;
const REPOSITORY = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/viewfinder`;
const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:viewfinder-x`;
const GIVEN = {
  Image: "registry/viewfinder@sha256:0",
  RepositoryArn: REPOSITORY,
  Drops: "s3://drops/vendor-a",
  HydrateRoleArn: HYDRATE,
  SecretArn: SECRET,
  Pipeline: "s3://pipeline/hydrate",
  CopyRoleArn: `arn:aws:iam::${ACCOUNT}:role/viewfinder/RedshiftRole`,
  ClusterArn: CLUSTER,
  Subnets: "subnet-1,subnet-2",
  SecurityGroups: "sg-1",
  AlarmEmail: "data@example.com",
} as const;

interface Trust {
  readonly Statement: readonly Statement[];
}

type Policies = readonly {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}[];

test.each(["buckets", "vendor", "schedule"])(
  "%s.yaml has nothing that AWS's own description of its resources does not know",
  (name) => {
    expect(strangersIn(load(name))).toEqual([]);
  },
);

test("what is misspelled, missing or of another kind is seen", () => {
  const spoilt = structuredClone(schedule) as { Resources: Record<string, { Properties: object }> };
  Object.assign(spoilt.Resources["Log"]?.Properties ?? {}, { RetentionInDays: "long", Retention: 1 });
  Object.assign(spoilt.Resources["Daily"]?.Properties ?? {}, { FlexibleTimeWindow: {} });
  Object.assign(spoilt.Resources["Failed"]?.Properties ?? {}, { AlarmActions: { Ref: "Alarms" } });
  expect(strangersIn(spoilt as unknown as Template)).toEqual([
    "Log.RetentionInDays is no whole number",
    "Log has no Retention",
    "Daily.FlexibleTimeWindow lacks Mode",
    "Failed.AlarmActions takes a list",
  ]);
});

test("every reference leads somewhere, and every parameter is used and explained", () => {
  expect(() => resolveTemplate(schedule, GIVEN)).not.toThrow();
  const body = JSON.stringify([schedule.Resources, schedule.Outputs]);
  for (const [name, parameter] of Object.entries(schedule.Parameters)) {
    expect(body.includes(`{"Ref":"${name}"}`) || body.includes(`\${${name}}`) ? "used" : name).toBe("used");
    expect(JSON.stringify(parameter)).toMatch(/"Description":".{10,}"/);
  }
});

/** Who can do what, in words; one line for each right that a statement of the template gives. */
function rights(template: Template): readonly string[] {
  const stack = resolveTemplate(template, GIVEN);
  const principal = (name: string): Principal => ({
    name,
    arn: `arn:aws:iam::${ACCOUNT}:role/viewfinder/${name}`,
    account: ACCOUNT,
    tags: {},
    policies: ((stack[name]?.Properties["Policies"] ?? []) as unknown as Policies).flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    ),
  });
  const trust = (name: string): readonly Statement[] =>
    (stack[name]?.Properties["AssumeRolePolicyDocument"] as unknown as Trust | undefined)?.Statement ?? [];
  const here = { "ecs:cluster": CLUSTER };
  const toTasks = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
  const task = `arn:aws:ecs:eu-west-1:${ACCOUNT}:task-definition/Task:1`;
  const start = `arn:aws:iam::${ACCOUNT}:role/viewfinder/ExecutionRole`;
  const log = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:Log:log-stream:x`;
  const asked: readonly (readonly [string, string, string, string, Readonly<Record<string, string>>])[] = [
    ["run the task on our cluster", "SchedulerRole", "ecs:RunTask", task, here],
    ["run it elsewhere", "SchedulerRole", "ecs:RunTask", task, { "ecs:cluster": `${CLUSTER}-other` }],
    ["run another task", "SchedulerRole", "ecs:RunTask", task.replace("Task:1", "Other:1"), here],
    ["stop tasks", "SchedulerRole", "ecs:StopTask", task, here],
    ["give it hydrate's role", "SchedulerRole", "iam:PassRole", HYDRATE, toTasks],
    ["give it its starting role", "SchedulerRole", "iam:PassRole", start, toTasks],
    ["give it an admin's role", "SchedulerRole", "iam:PassRole", `${HYDRATE}-admin`, toTasks],
    [
      "give a function hydrate's role",
      "SchedulerRole",
      "iam:PassRole",
      HYDRATE,
      { "iam:PassedToService": "lambda.amazonaws.com" },
    ],
    [
      "keep what was missed",
      "SchedulerRole",
      "sqs:SendMessage",
      `arn:aws:sqs:eu-west-1:${ACCOUNT}:Missed`,
      {},
    ],
    ["read what was missed", "SchedulerRole", "sqs:ReceiveMessage", "*", {}],
    ["enter the registry", "ExecutionRole", "ecr:GetAuthorizationToken", "*", {}],
    ["pull the image", "ExecutionRole", "ecr:BatchGetImage", REPOSITORY, {}],
    ["pull another image", "ExecutionRole", "ecr:BatchGetImage", `${REPOSITORY}-other`, {}],
    ["push an image", "ExecutionRole", "ecr:PutImage", REPOSITORY, {}],
    ["read the secret", "ExecutionRole", "secretsmanager:GetSecretValue", SECRET, {}],
    ["read another secret", "ExecutionRole", "secretsmanager:GetSecretValue", `${SECRET}-other`, {}],
    ["write the log", "ExecutionRole", "logs:PutLogEvents", log, {}],
    ["write another log", "ExecutionRole", "logs:PutLogEvents", log.replace("Log:", "Other:"), {}],
    ["delete the log", "ExecutionRole", "logs:DeleteLogStream", log, {}],
    ["read drops", "ExecutionRole", "s3:GetObject", "arn:aws:s3:::drops/x", {}],
  ];
  const stranger: Principal = {
    name: "a service",
    arn: undefined,
    account: undefined,
    tags: {},
    policies: [],
  };
  const services: readonly (readonly [string, string, string, string])[] = [
    ["our schedules become the scheduler's role", "SchedulerRole", "scheduler.amazonaws.com", ACCOUNT],
    ["somebody else's schedules", "SchedulerRole", "scheduler.amazonaws.com", "999900001111"],
    ["our tasks become the starting role", "ExecutionRole", "ecs-tasks.amazonaws.com", ACCOUNT],
    ["somebody else's tasks", "ExecutionRole", "ecs-tasks.amazonaws.com", "999900001111"],
  ];
  const answer = (yes: boolean): string => (yes ? "yes" : "-  ");
  return [
    ...asked.map(([words, role, action, resource, context]) => {
      const yes = isAllowed({ principal: principal(role), action, resource, context }, [], ACCOUNT, false);
      return `${answer(yes)} ${role}: ${words}`;
    }),
    ...services.map(([words, role, service, account]) => {
      const context = { "aws:SourceAccount": account };
      return `${answer(mayAssume(trust(role), stranger, "sts:AssumeRole", context, service))} ${words}`;
    }),
  ];
}

test("the roles may do what they are for, and nothing else", () => {
  expect(`\n${rights(schedule).join("\n")}\n`).toMatchInlineSnapshot(`
    "
    yes SchedulerRole: run the task on our cluster
    -   SchedulerRole: run it elsewhere
    -   SchedulerRole: run another task
    -   SchedulerRole: stop tasks
    yes SchedulerRole: give it hydrate's role
    yes SchedulerRole: give it its starting role
    -   SchedulerRole: give it an admin's role
    -   SchedulerRole: give a function hydrate's role
    yes SchedulerRole: keep what was missed
    -   SchedulerRole: read what was missed
    yes ExecutionRole: enter the registry
    yes ExecutionRole: pull the image
    -   ExecutionRole: pull another image
    -   ExecutionRole: push an image
    yes ExecutionRole: read the secret
    -   ExecutionRole: read another secret
    yes ExecutionRole: write the log
    -   ExecutionRole: write another log
    -   ExecutionRole: delete the log
    -   ExecutionRole: read drops
    yes our schedules become the scheduler's role
    -   somebody else's schedules
    yes our tasks become the starting role
    -   somebody else's tasks
    "
  `);
});

/** Every statement of the roles by where it stands. */
const statements = ["SchedulerRole", "ExecutionRole"].flatMap((role) => {
  const { Policies, AssumeRolePolicyDocument } = schedule.Resources[role]?.Properties ?? {};
  return [
    ...(Policies as unknown as Policies).flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
    ...(AssumeRolePolicyDocument as unknown as Trust).Statement,
  ].map(({ Sid }) => [role, textOf(Sid)] as const);
});

test.each(statements)("%s: without %s, or its conditions, the answers are others", (role, sid) => {
  const before = rights(schedule);
  const change = (spoil: (all: Record<string, Json>[], at: number) => void): readonly string[] => {
    const copy = structuredClone(schedule);
    const properties = copy.Resources[role]?.Properties as unknown as {
      Policies: { PolicyDocument: { Statement: Record<string, Json>[] } }[];
      AssumeRolePolicyDocument: { Statement: Record<string, Json>[] };
    };
    for (const all of [
      ...properties.Policies.map((one) => one.PolicyDocument.Statement),
      properties.AssumeRolePolicyDocument.Statement,
    ]) {
      const at = all.findIndex((one) => one["Sid"] === sid);
      if (at >= 0) spoil(all, at);
    }
    return rights(copy);
  };
  expect(change((all, at) => all.splice(at, 1))).not.toEqual(before);
  const conditioned =
    JSON.stringify(schedule.Resources[role]).includes(`"Sid":"${sid}"`) && hasCondition(role, sid);
  const without = conditioned ? change((all, at) => delete all[at]?.["Condition"]) : [];
  expect(without).not.toEqual(before);
});

function hasCondition(role: string, sid: string): boolean {
  const text = JSON.stringify(schedule.Resources[role]);
  const statement = text.slice(text.indexOf(`"Sid":"${sid}"`)).split('"Sid":')[1] ?? "";
  return statement.includes('"Condition"');
}

/** CloudWatch's filter patterns for JSON, as far as the template uses them: equality, `&&`, `||`, brackets. */
function matches(pattern: string, line: Readonly<Record<string, unknown>>): boolean {
  const inner = /^\{(.*)\}$/.exec(pattern)?.[1];
  if (inner === undefined) throw new Error(`${pattern} is no pattern for JSON`);
  const tokens = inner.match(/\$\.\w+|"[^"]*"|&&|\|\||[=()]/g) ?? [];
  let at = 0;
  const one = (): boolean => {
    const token = tokens[at++];
    if (token === "(") {
      const value = any();
      if (tokens[at++] !== ")") throw new Error(`${pattern}: a bracket is open`);
      return value;
    }
    if (token?.startsWith("$.") !== true || tokens[at++] !== "=") throw new Error(`${pattern}: ${token}?`);
    const wanted: unknown = JSON.parse(tokens[at++] ?? "");
    return line[token.slice(2)] === wanted;
  };
  const all = (): boolean => {
    let value = one();
    while (tokens[at] === "&&") {
      at += 1;
      value = one() && value;
    }
    return value;
  };
  const any = (): boolean => {
    let value = all();
    while (tokens[at] === "||") {
      at += 1;
      value = all() || value;
    }
    return value;
  };
  const value = any();
  if (at !== tokens.length) throw new Error(`${pattern}: ${tokens.slice(at).join(" ")} is left over`);
  return value;
}

test("each kind of line is counted by the alarms it is for", () => {
  const stack = resolveTemplate(schedule, GIVEN);
  const ofType = (type: string) => Object.entries(stack).filter(([, { Type }]) => Type === type);
  const filters = ofType("AWS::Logs::MetricFilter").map(([, { Properties }]) => ({
    pattern: textOf(Properties["FilterPattern"]),
    metric: (Properties["MetricTransformations"] as unknown as { MetricName: string }[])[0]?.MetricName,
  }));
  const alarms = ofType("AWS::CloudWatch::Alarm").map(([name, { Properties }]) => {
    expect(Properties["AlarmActions"]).toEqual([`arn:aws:sns:eu-west-1:${ACCOUNT}:Alarms`]);
    expect(textOf(Properties["AlarmDescription"])).toMatch(/^.{40,}\.$/);
    return { name, metric: textOf(Properties["MetricName"]) };
  });
  const counted = (line: unknown): readonly string[] => {
    const promised = EVENT_LINE.parse(line);
    const metrics = filters.filter(({ pattern }) => matches(pattern, promised)).map(({ metric }) => metric);
    return alarms.filter(({ metric }) => metrics.includes(metric)).map(({ name }) => name);
  };
  const now = new Date("2026-11-05T06:00:00Z");
  const worries = linesOfWorries(
    {
      sources: (["late", "missing", "quarantine", "smaller"] as const).map((kind) => ({
        source: kind,
        last: undefined,
        deliveries: 1,
        quarantined: 0,
        months: { missing: [], late: undefined },
        failed: undefined,
        failures: [],
        worries: [{ kind, said: "…" }],
      })),
    },
    now,
  );
  expect(
    Object.fromEntries([
      ["over budget", counted(lineOfFailure(new OverBudget("…"), "2026-10", now))],
      ["a drop that is wrong", counted(lineOfFailure(new Mistake("…"), "2026-10", now))],
      ["no database", counted(lineOfFailure(new Outage("…", { retry: true }), undefined, now))],
      ["a bug", counted(lineOfFailure(new TypeError("…"), undefined, now))],
      ...worries.map((line) => [line.event === "worry" ? line.kind : "", counted(line)]),
      [
        "all went well",
        counted({
          event: "end",
          at: now.toISOString(),
          drops: 1,
          published: 1,
          records: { read: 1, loaded: 1, collapsed: 0, quarantined: 0 },
          seconds: 1,
        }),
      ],
    ]),
  ).toEqual({
    "over budget": ["Failed", "OverBudget", "NoneEnded"],
    "a drop that is wrong": ["Failed", "NoneEnded"],
    "no database": ["Failed", "NoneEnded"],
    "a bug": ["Failed", "NoneEnded"],
    late: ["Late"],
    missing: ["Late"],
    quarantine: [],
    smaller: [],
    "all went well": ["NoneEnded"],
  });
  // The alarm for runs that do not end counts the other way round: nothing is as bad as none.
  expect(stack["NoneEnded"]?.Properties).toMatchObject({
    ComparisonOperator: "LessThanThreshold",
    TreatMissingData: "breaching",
  });
  const known = [...filters.map(({ metric }) => metric), "ApproximateNumberOfMessagesVisible"];
  expect(alarms.filter(({ metric }) => !known.includes(metric))).toEqual([]);
});

test("the task has no way to write but its log, and no secret in clear", () => {
  const { Task } = resolveTemplate(schedule, GIVEN);
  const [container] = (Task?.Properties["ContainerDefinitions"] ?? []) as unknown as {
    readonly Command: readonly string[];
    readonly ReadonlyRootFilesystem: boolean;
    readonly Environment: readonly { readonly Name: string }[];
    readonly Secrets: readonly { readonly Name: string; readonly ValueFrom: string }[];
  }[];
  expect(container?.Command).toEqual(["hydrate", GIVEN.Drops, "--json"]);
  expect(container?.ReadonlyRootFilesystem).toBe(true);
  expect(container?.Environment.map(({ Name }) => Name)).toEqual([
    "AWS_REGION",
    "VIEWFINDER_PIPELINE",
    "VIEWFINDER_COPY_ROLE",
  ]);
  expect(container?.Secrets.map(({ Name, ValueFrom }) => [Name, ValueFrom])).toEqual([
    ["DATABASE_URL", `${SECRET}:DATABASE_URL::`],
    ["VIEWFINDER_NOTIFY", `${SECRET}:VIEWFINDER_NOTIFY::`],
  ]);
});

const units = ["viewfinder-hydrate.service", "viewfinder-hydrate.timer"];
const unitText = (name: string): string => readFileSync(new URL(`systemd/${name}`, INFRA), "utf8");

test("systemd takes the timer and the service", () => {
  const sections = (name: string): readonly string[] => unitText(name).match(/^\[\w+\]$/gm) ?? [];
  expect(units.map(sections)).toEqual([
    ["[Unit]", "[Service]", "[Install]"],
    ["[Unit]", "[Timer]", "[Install]"],
  ]);
  for (const name of units)
    for (const line of unitText(name).split("\n")) expect(line).toMatch(/^$|^#|^\[\w+\]$|^[A-Z]\w+=/);
  expect(unitText("viewfinder-hydrate.service")).toMatch(
    /^ExecStart=\/usr\/local\/bin\/viewfinder hydrate \$\{VIEWFINDER_DROPS\}/m,
  );
  const analyze = ["/usr/bin/systemd-analyze", "/bin/systemd-analyze"].find((path) => existsSync(path));
  if (analyze === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), "viewfinder-units-"));
  try {
    // It asks whether the program is there; here another stands in its place.
    for (const name of units)
      writeFileSync(
        join(folder, name),
        unitText(name).replace("/usr/local/bin/viewfinder", process.execPath),
      );
    const verified = spawnSync(analyze, ["verify", "--man=no", ...units.map((name) => join(folder, name))], {
      encoding: "utf8",
    });
    expect(
      `${verified.stdout}${verified.stderr}`.split("\n").filter((line) => line.includes("viewfinder")),
    ).toEqual([]);
    expect(verified.status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the cron line is one: five times, a user, and a command that a shell can read", () => {
  const lines = readFileSync(fileURLToPath(new URL("viewfinder.cron", INFRA)), "utf8").split("\n");
  const jobs = lines.filter((line) => line !== "" && !/^(?:#|[A-Z]+=)/.test(line));
  expect(jobs).toHaveLength(1);
  const [, times, user, command = ""] = /^((?:[\d*/,-]+ ){5})(\w+) {2}(.+)$/.exec(jobs[0] ?? "") ?? [];
  expect([times?.trim(), user]).toEqual(["0 6 * * *", "root"]);
  // A % ends a cron command.
  expect(command).not.toContain("%");
  const read = spawnSync("bash", ["-n", "-c", command], { encoding: "utf8" });
  expect(read.stderr).toBe("");
});
