// The steps of a deploy: what they need, what is told of them, and what happens when one loses its connection.
import { Outage } from "../failure.ts";
import type { ByHand } from "./by-hand-names.ts";
import type { Looker } from "./connection.ts";
import type { ExploreShape } from "./explore-shape.ts";
import type { Printed } from "./locate.ts";
import { inWords, LookerRefusal } from "./refusal.ts";
import type { Route } from "./route.ts";

/** The steps of a deploy, in order. */
export const DEPLOY_STEPS = [
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
] as const;
/** One of them. */
export type DeployStep = (typeof DEPLOY_STEPS)[number];

/** What is told while a deploy goes on: a step begins, or is done, and what came of it. */
export interface DeployEvent {
  readonly step: DeployStep;
  /** Undefined while it begins. */
  readonly said: string | undefined;
  /** Further lines, e.g. the files that change, or warnings. */
  readonly more: readonly string[];
}

/** What a deploy needs. */
export interface Deploying {
  readonly looker: Looker;
  readonly route: Route;
  readonly project: string;
  readonly printed: Printed;
  /** Every explore as Looker is to describe it. */
  readonly expected: readonly ExploreShape[];
  readonly byHand: ByHand;
  /** Checks to leave out. */
  readonly without: readonly ("test" | "content")[];
  /** How long production may take to show what was deployed, in milliseconds. */
  readonly patienceMs: number;
  readonly tell: (event: DeployEvent) => void;
  /** Aborted when the user wants it to end. */
  readonly stop?: AbortSignal | undefined;
}

/** How often a step that lost its connection is done again. */
const MOST_TRIES = 5;

/** What a step makes: a value for those after it, and what is said of it; nothing is said of `undefined`. */
export interface Made<Value> {
  readonly value: Value;
  readonly said: string | undefined;
  readonly more?: readonly string[];
}

/** Runs one step. */
export type Step = <Value>(name: DeployStep, work: () => Promise<Made<Value>>) => Promise<Value>;

const DOING: Readonly<Record<DeployStep, string>> = {
  compare: "The project could not be compared",
  prepare: "The files could not be brought",
  enter: "The development workspace could not be entered",
  configure: "The model could not be configured",
  validate: "The LookML could not be validated",
  test: "The data tests could not be run",
  content: "Dashboards and looks could not be checked",
  deploy: "Production could not be changed",
  verify: "Production could not be looked at",
  "clean up": "It could not be tidied up",
};

/** Steps that only look, so that they need not come to their end. */
const ONLY_LOOK: ReadonlySet<DeployStep> = new Set(["compare", "validate", "test", "content", "verify"]);

/** Each step is told, is done again when its connection was lost, and fails in words. */
export function stepsOf({ tell, looker, stop }: Deploying): Step {
  return async (name, work) => {
    const stopped = (): Outage => new Outage(`Stopped at the step ${name}.`, { retry: true });
    const isStopped = (): boolean => stop?.aborted === true;
    if (isStopped()) throw stopped();
    tell({ step: name, said: undefined, more: [] });
    for (let tries = 1; ; tries += 1) {
      try {
        const {
          value,
          said,
          more = [],
        } = await (stop !== undefined && ONLY_LOOK.has(name) ? unless(stop, work()) : work());
        if (said !== undefined) tell({ step: name, said, more });
        return value;
      } catch (error) {
        if (isStopped()) throw stopped();
        if (error instanceof LookerRefusal && error.isLost && tries < MOST_TRIES) continue;
        throw withWayOut(name, inWords(error, DOING[name], looker.host));
      }
    }
  };
}

/** Of a check that could not be made, how to do without it. */
function withWayOut(name: DeployStep, error: unknown): unknown {
  if (!(error instanceof Outage) || (name !== "test" && name !== "content")) return error;
  return new Outage(`${error.message} --without ${name} deploys without this check.`, {
    retry: error.retry,
    cause: error.cause,
  });
}

/** Waits for the work, but no longer than until the signal is aborted. */
async function unless<Result>(stop: AbortSignal, work: Promise<Result>): Promise<Result> {
  // Once nobody waits any more, what becomes of it no longer matters.
  work.catch(() => {});
  let end = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    end = () => reject(stop.reason);
    stop.addEventListener("abort", end, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stop.removeEventListener("abort", end);
  }
}
