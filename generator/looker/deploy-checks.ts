// The checks of a deploy: what Looker says of the development workspace, and how it is told at the lines of looker.yml.
import { Mistake, Outage } from "../failure.ts";
import { ModelMistake } from "../load.ts";
import { type Broken, brokenContent, runTests, validateProject } from "./checks.ts";
import type { Deploying, Made } from "./deploying.ts";
import { locate, type Printed, type Said } from "./locate.ts";
import { inWords, LookerRefusal } from "./refusal.ts";

/** Looker's validator on what the development workspace holds. @throws ModelMistake at the lines of looker.yml, Mistake for files of others */
export async function validate({ looker, project, printed }: Deploying): Promise<Made<undefined>> {
  await looker.use("dev");
  const { errors, warnings, unlooked } = await validateProject(looker, project);
  if (errors.length > 0) throw complaint(errors, printed, "Looker's validator");
  if (unlooked.includes(printed.model.name))
    throw new Outage(
      `Looker did not validate the model ${printed.model.name}, so nothing is known of it. Its model file is perhaps not where Looker looks, or this API user may not see it.`,
      { retry: false },
    );
  return {
    value: undefined,
    said:
      warnings.length === 0 ? "no errors, no warnings" : `no errors, ${count(warnings.length, "warning")}`,
    more: warnings.map(printSaid),
  };
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

/** What is broken in production already, before anything is deployed. */
export async function contentBefore({ looker, project }: Deploying): Promise<ReadonlySet<string>> {
  await looker.use("production");
  try {
    return new Set((await brokenContent(looker, project)).map((one) => one.key));
  } catch (error) {
    // Before the first deploy nothing can be built on the project.
    if (error instanceof LookerRefusal && error.status === 404) return new Set();
    throw inWords(error, "Dashboards and looks could not be checked", looker.host);
  }
}

/** Dashboards and looks there. @param before what was broken already; undefined leaves it out. @throws Mistake for what this would break */
export async function content(
  { looker, project }: Deploying,
  before: ReadonlySet<string> | undefined,
): Promise<Made<undefined>> {
  if (before === undefined) return { value: undefined, said: "left out" };
  await looker.use("dev");
  const broken = await brokenContent(looker, project);
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
      `${who} refuses this. Lines of files that are not generated are for whoever wrote those.`,
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
