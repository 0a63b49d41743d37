// A deploy that failed -> what stood in the way undone, and the failure with what became of production.
import type { LocatedProblem } from "../compile.ts";
import { Mistake, Outage } from "../failure.ts";
import { ModelMistake } from "../load.ts";
import { type Configuring, unconfigure } from "./configure.ts";
import type { Deploying } from "./deploying.ts";

/** How far a deploy came: `deploying` when production may or may not have changed. */
export type Reached = "nothing" | "development" | "deploying" | "production";

/** Production does not show what was deployed. */
export class NotThere extends Mistake {
  /** @param lines what differs, in words */
  constructor(lines: readonly string[]) {
    super(
      [
        "Production does not show what the model says:",
        ...lines.slice(0, 20).map((line) => `  ${line}`),
        ...(lines.length > 20 ? [`  … and ${lines.length - 20} more`] : []),
      ].join("\n"),
    );
  }
}

/**
 * Undoes what stands in the way of the next run or of production.
 * @param configured what was done to the model's configuration; undefined when nothing was
 * @returns the error, with what became of production said behind it
 */
export async function afterFailure(
  { looker, route, printed }: Deploying,
  error: unknown,
  reached: Reached,
  configured: Configuring | undefined,
): Promise<unknown> {
  const said: string[] = [];
  const attempt = async (what: string, work: () => Promise<string | undefined>): Promise<void> => {
    try {
      const words = await work();
      if (words !== undefined) said.push(words);
    } catch {
      // What went wrong first is what counts; the next run tidies up.
      said.push(`${what}; running the command again will.`);
    }
  };
  const isDeployed = reached === "deploying" ? await askDeployed(route) : reached === "production";
  if (isDeployed === false) said.push("Production is as it was.", ...(route.leftBehind() ?? []));
  if (isDeployed === undefined)
    said.push("Whether production has changed could not be seen; running the command again looks first.");
  if (isDeployed === true && error instanceof NotThere)
    await attempt(
      "Production could not be put back",
      async () =>
        (await route.goBack()) ?? "There was nothing before it in production to go back to, so it stays.",
    );
  if (isDeployed === true && !(error instanceof NotThere))
    said.push("Production holds what was to be deployed.");
  if (isDeployed === false && configured !== undefined && configured.kind !== "nothing")
    await attempt("The model's configuration could not be put back", async () => {
      if (!(await route.isTaken())) await unconfigure(looker, printed.model, configured);
      return undefined;
    });
  if (reached !== "nothing" && isDeployed !== undefined)
    await attempt("The development workspace could not be tidied up", async () => {
      await route.cleanUp(isDeployed);
      return undefined;
    });
  return withWords(error, said.join(" "));
}

async function askDeployed(route: Deploying["route"]): Promise<boolean | undefined> {
  try {
    return await route.isDeployed();
  } catch {
    // Looker does not answer at all; that is what the failure says already.
    return undefined;
  }
}

function withWords(error: unknown, words: string): unknown {
  if (error instanceof ModelMistake) return new AfterMistake(error.problems, words);
  if (error instanceof Outage)
    return new Outage(`${withoutStanding(error.message)} ${words}`, {
      retry: error.retry,
      cause: error.cause,
    });
  if (error instanceof Mistake) return new Mistake(`${withoutStanding(error.message)}\n${words}`);
  return error;
}

/** What Looker refuses of the model, and what became of the deploy. */
class AfterMistake extends ModelMistake {
  constructor(problems: readonly LocatedProblem[], words: string) {
    super(problems);
    this.message = `${this.message}. ${words}`;
  }
}

function withoutStanding(message: string): string {
  return message.replace(/ (?:Production is as it was|Nothing was changed)\.$/, "");
}
