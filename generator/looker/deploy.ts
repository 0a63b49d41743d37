// A model and a Looker instance -> the model in production there, checked on the way and seen there afterwards; or nothing changed.
import { afterFailure, NotThere, type Reached } from "./after-failure.ts";
import { isNothing, listChange } from "./change.ts";
import { type Configuring, configure, lookAtConfiguration } from "./configure.ts";
import { content, test, validate } from "./deploy-checks.ts";
import { type Deploying, type DeployStep, type Step, stepsOf } from "./deploying.ts";
import { printDifference, verifyProduction } from "./verify.ts";

/** Says what a deploy would do, and touches nothing. @returns whether there is anything to do */
export async function planDeploy(deploying: Deploying): Promise<boolean> {
  const { looker, project, printed, tell, without } = deploying;
  const steps = stepsOf(deploying);
  const { isDeployed: deployed } = await compare(deploying, steps);
  const would = (step: DeployStep, said: string): void => tell({ step, said, more: [] });
  const { model } = printed;
  const configuring = await steps("configure", async () => {
    const found = await lookAtConfiguration(looker, model, project);
    return {
      value: found,
      said: found.kind === "nothing" ? found.said : `would ${found.kind}: ${found.said}`,
      more: found.more,
    };
  });
  if (deployed && configuring.kind === "nothing") return false;
  would("validate", "Looker would validate the project in this API user's development workspace");
  would("test", without.includes("test") ? "left out" : "Looker would run the model's data tests");
  would("content", without.includes("content") ? "left out" : "Looker would check dashboards and looks");
  would(
    "deploy",
    deployed ? "production holds these files already" : "production would get exactly these files",
  );
  return true;
}

/**
 * Each step looks first at what is done already, so that a deploy that was cut short goes on when it is run again.
 * Until the step `deploy` production is as it was; should production not be what was deployed, it goes back.
 * @throws ModelMistake for what Looker refuses of the model, at its lines; Mistake for what stands in the way;
 *   Outage when Looker, git or the way there fails
 */
export async function deploy(deploying: Deploying): Promise<void> {
  const { looker, route, project, printed } = deploying;
  const { model } = printed;
  const step = stepsOf(deploying);
  const { isDeployed } = await compare(deploying, step);
  if (isDeployed) {
    await step("deploy", async () => ({
      value: undefined,
      said: "production holds exactly these files already",
    }));
    await step("configure", async () => {
      const { said, more } = await configure(looker, model, project);
      return { value: undefined, said, more };
    });
    await verify(deploying, step);
    await step("clean up", async () => ({ value: undefined, said: await route.cleanUp(true) }));
    return;
  }
  let configured: Configuring | undefined;
  let reached: Reached = "nothing";
  try {
    await step("prepare", async () => ({ value: undefined, said: await route.prepare() }));
    reached = "development";
    await step("enter", async () => ({ value: undefined, said: await route.enter() }));
    await step("configure", async () => {
      // Should a run be cut short in here, what it was before is what the first look saw.
      const seen = configured ?? (await lookAtConfiguration(looker, model, project));
      configured = seen;
      await configure(looker, model, project);
      return { value: undefined, said: seen.said, more: seen.more };
    });
    await step("validate", () => validate(deploying));
    await step("test", () => test(deploying));
    await step("content", () => content(deploying));
    await step("deploy", async () => {
      if (reached !== "deploying") await route.assertStill();
      reached = "deploying";
      const said = await route.deploy();
      reached = "production";
      return { value: undefined, said };
    });
    await verify(deploying, step);
    await step("clean up", async () => ({ value: undefined, said: await route.cleanUp(true) }));
  } catch (error) {
    throw await afterFailure(deploying, error, reached, configured);
  }
}

/** What differs from production's branch, and whether production holds exactly the files. */
async function compare({ route }: Deploying, step: Step): Promise<{ readonly isDeployed: boolean }> {
  return step("compare", async () => {
    const change = await route.look();
    const same = isNothing(change);
    return {
      value: { isDeployed: same && (await route.isDeployed()) },
      said: same ? "no file differs" : route.by,
      more: listChange(change),
    };
  });
}

async function verify(deploying: Deploying, step: Step): Promise<void> {
  const { looker, printed, expected, byHand, patienceMs } = deploying;
  await step("verify", async () => {
    const looked = await verifyProduction(looker, printed.model, expected, byHand, patienceMs);
    if (looked.differences.length > 0) throw new NotThere(looked.differences.map(printDifference));
    return {
      value: undefined,
      said: `production shows ${count(looked.explores, "explore")} with ${count(looked.fields, "field")}, as the model says them`,
    };
  });
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
