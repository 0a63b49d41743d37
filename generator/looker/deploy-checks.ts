// The checks of a deploy: what Looker says of the development workspace, and how it is told at the lines of looker.yml.
import { Mistake, Outage } from "../failure.ts";
import { ModelMistake } from "../load.ts";
import { type Broken, brokenContent, runTests, validateProject } from "./checks.ts";
import type { Looker } from "./connection.ts";
import type { Deploying, Made } from "./deploying.ts";
import { locate, type Printed, type Said } from "./locate.ts";
import { LookerRefusal } from "./refusal.ts";

/** Looker's validator on what the development workspace holds. @throws ModelMistake at the lines of looker.yml, Mistake for files of others */
export async function validate({ looker, project, printed }: Deploying): Promise<Made<undefined>> {
  await looker.use("dev");
  const { errors, warnings, unlooked } = await validateProject(looker, project);
  const others = errors.filter((one) => locate(one, printed) === undefined);
  const old = others.length === 0 ? [] : await thereBefore(looker, project, others);
  const refused = errors.filter((one) => !old.includes(one));
  if (refused.length > 0) throw complaint(refused, printed, "Looker's validator");
  if (unlooked.includes(printed.model.name))
    throw new Outage(
      `Looker did not validate the model ${printed.model.name}, so nothing is known of it. Its model file is perhaps not where Looker looks, or this API user may not see it.`,
      { retry: false },
    );
  return {
    value: undefined,
    said: [
      old.length === 0
        ? "no errors"
        : `this makes no errors; ${count(old.length, "error")} in files that are not generated ${old.length === 1 ? "was" : "were"} there before`,
      warnings.length === 0 ? "no warnings" : count(warnings.length, "warning"),
    ].join(", "),
    more: [...old, ...warnings].map(printSaid),
  };
}

/**
 * Which errors production has as well. Looker itself deploys LookML with errors: what they touch does not work, and
 * everything else does. So an error in somebody's own file that people live with already must not hold up what has
 * nothing to do with it; a new one must, and so must any in a file of ours.
 */
async function thereBefore(
  looker: Looker,
  project: string,
  errors: readonly Said[],
): Promise<readonly Said[]> {
  await looker.use("production");
  const before = new Map<string, number>();
  const keyOf = ({ path, message }: Said): string => JSON.stringify([path, message]);
  try {
    for (const one of (await validateProject(looker, project)).errors)
      before.set(keyOf(one), (before.get(keyOf(one)) ?? 0) + 1);
  } catch (error) {
    // Before the first deploy there is no production project to validate.
    if (!(error instanceof LookerRefusal && (error.status === 404 || error.status === 400))) throw error;
  }
  return errors.filter((one) => {
    const left = before.get(keyOf(one)) ?? 0;
    before.set(keyOf(one), left - 1);
    return left > 0;
  });
}

/** The model's data tests there. @throws ModelMistake at the lines that say those that do not hold */
export async function test({ looker, project, printed, without }: Deploying): Promise<Made<undefined>> {
  if (without.includes("test")) return { value: undefined, said: "left out" };
  await looker.use("dev");
  const tested = await runTests(looker, project, printed.model.name);
  const failed = tested.filter((one) => !one.holds);
  if (failed.length > 0) {
    const said = failed.flatMap((one): readonly Said[] =>
      one.errors.length > 0
        ? one.errors.map((error) => ({ ...error, message: `data test ${one.name}: ${error.message}` }))
        : [{ message: `data test ${one.name} does not hold`, path: undefined, line: undefined }],
    );
    throw complaint(said, printed, `${count(failed.length, "data test")} of ${tested.length} in Looker`);
  }
  return {
    value: undefined,
    said: tested.length === 0 ? "there is none" : `${count(tested.length, "data test")}: all hold`,
  };
}

/** What is broken in production already. */
async function brokenBefore(looker: Looker, project: string): Promise<ReadonlySet<string>> {
  await looker.use("production");
  try {
    return new Set((await brokenContent(looker, project)).map((one) => one.key));
  } catch (error) {
    // Before the first deploy nothing can be built on the project.
    if (error instanceof LookerRefusal && error.status === 404) return new Set();
    throw error;
  }
}

/** Dashboards and looks there; what is broken in production as well is not this deploy's doing. @throws Mistake for what this would break */
export async function content({ looker, project, without }: Deploying): Promise<Made<undefined>> {
  if (without.includes("content")) return { value: undefined, said: "left out" };
  await looker.use("dev");
  const broken = await brokenContent(looker, project);
  const before = broken.length === 0 ? new Set<string>() : await brokenBefore(looker, project);
  const fresh = broken.filter((one: Broken) => !before.has(one.key));
  if (fresh.length > 0)
    throw new Mistake(
      [
        `This would break ${count(fresh.length, "thing")} that people made in Looker:`,
        ...fresh.map((one) => `  ${one.said}`),
        "Mend them there first, keep the field and hide it (`hidden: true`), or deploy all the same with --without content.",
      ].join("\n"),
    );
  return {
    value: undefined,
    said:
      broken.length === 0
        ? "no dashboard or look is broken"
        : `this breaks none; ${count(broken.length, "fault")} ${broken.length === 1 ? "was" : "were"} there before`,
  };
}

/** What Looker says, at the lines of looker.yml where they are of ours, and at its own where they are not. */
function complaint(said: readonly Said[], printed: Printed, who: string): Mistake {
  const placed = said.map((one) => ({ one, problem: locate(one, printed) }));
  const own = placed.flatMap(({ problem }) => problem ?? []);
  const others = placed.filter(({ problem }) => problem === undefined).map(({ one }) => printSaid(one));
  if (others.length === 0 && own.length > 0) return new ModelMistake(own);
  return new Mistake(
    [
      ...own.map((problem) => `${problem.printed}\n`),
      ...others,
      "",
      `${who} refuses this.${said.some(({ path }) => path !== undefined) ? " Lines of files that are not generated are for whoever wrote those." : ""}`,
    ].join("\n"),
  );
}

function printSaid({ message, path, line }: Said): string {
  if (path === undefined) return message;
  return `${path}${line === undefined ? "" : `:${line}`} ${message}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
