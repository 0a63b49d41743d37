// A model and a Looker instance -> what of the two does not agree: explores and fields, and the files behind them.
import { Mistake } from "../failure.ts";
import type { At } from "../model/at.ts";
import type { Model } from "../model/model.ts";
import { type Change, listChange } from "./change.ts";
import type { ByHand } from "./by-hand-names.ts";
import type { Looker } from "./connection.ts";
import type { ExploreShape } from "./explore-shape.ts";
import { type Destination, openRoute } from "./open-route.ts";
import { ifThere, inWords } from "./refusal.ts";
import type { Cargo } from "./route.ts";
import { lookAtExplores, printDifference } from "./verify.ts";

/** One thing that does not agree. */
export interface Drifted {
  /** In words, without where. */
  readonly said: string;
  /** Where the model says it; undefined where only Looker does. */
  readonly at: At | undefined;
}

/** What a look found. */
export interface Looked {
  readonly drifted: readonly Drifted[];
  /** What was looked at, in words, e.g. `3 explores with 120 fields`. */
  readonly seen: string;
}

/** What a look at Looker needs to know of the model. */
export interface Expectation {
  readonly model: Model;
  readonly expected: readonly ExploreShape[];
  readonly byHand: ByHand;
  /** Explores that the printer makes for data tests. */
  readonly ofTests: ReadonlySet<string>;
}

/**
 * Compares what production shows with what the model says.
 * @throws Outage when Looker cannot be asked
 */
export async function driftOfExplores(
  looker: Looker,
  { model, expected, byHand, ofTests }: Expectation,
): Promise<Looked> {
  const { sdk } = looker;
  try {
    await looker.use("production");
    const configured = await ifThere(
      sdk.ok(
        sdk.lookml_model(
          model.name,
          "name,allowed_db_connection_names,unlimited_db_connections,explores(name)",
        ),
      ),
    );
    if (configured === undefined)
      return {
        drifted: [
          { said: `model ${model.name}: Looker has none, or this API user may not see it`, at: ["model"] },
        ],
        seen: `model ${model.name}`,
      };
    const allowed =
      configured.unlimited_db_connections === true ||
      (configured.allowed_db_connection_names ?? []).includes(model.connection);
    const wanted = new Set(expected.map((one) => one.name));
    const extra = (configured.explores ?? []).flatMap(({ name }) =>
      typeof name !== "string" || wanted.has(name) || ofTests.has(name) || byHand.has(`explore ${name}`)
        ? []
        : [name],
    );
    const looked = await lookAtExplores(looker, model, expected, byHand);
    return {
      drifted: [
        ...(allowed
          ? []
          : [
              {
                said: `model ${model.name}: may not use the connection ${model.connection} in Looker`,
                at: ["connection"],
              },
            ]),
        ...looked.differences.map((one) => ({ said: printDifference(one), at: one.at })),
        ...extra.map((name) => ({ said: `explore ${name}: only in Looker`, at: undefined })),
      ],
      seen: `${count(looked.explores, "explore")} with ${count(looked.fields, "field")}`,
    };
  } catch (error) {
    throw inWords(error, "Looker's explores could not be looked at", looker.host);
  }
}

/**
 * Compares the files the model gives with those of the project's production branch, and that with production.
 * @throws Outage when neither git nor Looker gives the files
 */
export async function driftOfFiles(looker: Looker, destination: Destination, cargo: Cargo): Promise<Looked> {
  try {
    const route = await openRoute(looker, { ...destination, onlyLooks: true }, cargo);
    try {
      const change = await route.look();
      const drifted = fileWords(change);
      const holds = drifted.length > 0 || (await route.isDeployed());
      return {
        drifted: holds
          ? drifted
          : [{ said: "production holds another commit than the project's production branch", at: undefined }],
        seen: count(cargo.files.length + cargo.refinements.length, "file"),
      };
    } finally {
      await route.close();
    }
  } catch (error) {
    // What stands in the way of a deploy is no less a difference.
    if (error instanceof Mistake)
      return { drifted: [{ said: error.message, at: undefined }], seen: "the project" };
    throw inWords(error, "The project's files could not be looked at", looker.host);
  }
}

const WORDS = {
  "+": "is not in the project yet",
  "~": "is another in the project",
  "-": "is in the project still, and the model no longer gives it",
} as const;

function fileWords(change: Change): readonly Drifted[] {
  return listChange(change).map((line) => ({
    said: `${line.slice(2)} ${WORDS[line.charAt(0) as keyof typeof WORDS]}`,
    at: undefined,
  }));
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
