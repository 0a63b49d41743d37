// `viewfinder drift`: whether Looker, the files behind it and the warehouse still are what looker.yml says.
import { Command, Option } from "commander";
import {
  type At,
  emitProject,
  loadModel,
  Mistake,
  type Model,
  Outage,
  type Part,
  readParts,
  readRefinements,
} from "../../generator/index.ts";
import { byHandNames, driftOfExplores, driftOfFiles, placeOfNoun } from "../../generator/looker/index.ts";
import { readAddress } from "../../hydrate/warehouse/address.ts";
import { compareTables } from "../../local/compare-tables.ts";
import { EXIT } from "../exit.ts";
import {
  aliasesOf,
  cargoOf,
  expectedExplores,
  type FilesOptions,
  LOOKER_HELP,
  withFilesOptions,
  withLooker,
} from "../looker.ts";
import type { GlobalOptions } from "../options.ts";
import { unlessStopped, withWarehouse } from "../warehouse.ts";
import { lookmlFolder } from "./generate.ts";

/** What can be looked at. */
export const LOOKS = ["looker", "files", "warehouse"] as const;
/** One of them. */
export type LookName = (typeof LOOKS)[number];

/** What can be typed after `drift`. */
export interface DriftOptions extends FilesOptions {
  readonly only?: readonly LookName[];
  readonly format?: "text" | "json";
}

/** What one look came to. */
export interface LookReport {
  readonly look: LookName;
  readonly state: "same" | "drift" | "not looked";
  /** What was looked at, or why it could not be. */
  readonly said: string;
  readonly differences: readonly { readonly said: string; readonly place: string | null }[];
  /** What is there beside what the model says, and harms nobody. */
  readonly beside: readonly string[];
}

/** How many things beside are named. */
const MOST_BESIDE = 8;

/** Exit codes of their own, for whoever runs it every morning. */
const DRIFT_EXIT = { same: EXIT.done, drift: 1, notLooked: 2 } as const;

/** The command. */
export function driftCommand(global: () => GlobalOptions): Command {
  const command = new Command("drift")
    .description("say whether Looker, the project's files and the warehouse still are what looker.yml says")
    .addOption(new Option("--only <looks...>", "look at these only").choices(LOOKS))
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `${LOOKER_HELP}
The warehouse is the one in DATABASE_URL (Postgres or Redshift), or the embedded one.

Exit codes: 0 everything agrees, 1 something does not, 2 something could not be looked at. Nothing is changed anywhere.

Examples:
  viewfinder drift
  viewfinder drift --only looker files --format json`,
    )
    .action(async (options: DriftOptions) => {
      process.exitCode = await runDrift(options, global(), (text) => void process.stdout.write(text));
    });
  return withFilesOptions(command, "read");
}

/**
 * Looks everywhere it is asked to, whatever became of the look before.
 * @param write hears the report
 * @returns the exit code
 */
export async function runDrift(
  options: DriftOptions,
  global: GlobalOptions,
  write: (text: string) => void,
): Promise<number> {
  const reports: LookReport[] = [];
  try {
    const parts = await readParts(global.model);
    const model = await loadModel(global.model, global.environment);
    for (const look of options.only ?? LOOKS)
      reports.push(await lookAt(look, model, parts, options, global.model));
  } catch (error) {
    // What is no drift must not pass for one: a script reads the exit code.
    if (!(error instanceof Mistake || error instanceof Outage)) throw error;
    write(
      options.format === "json"
        ? `${JSON.stringify({ looks: [], why: error.message }, undefined, 2)}\n`
        : `${error.message}\n`,
    );
    return DRIFT_EXIT.notLooked;
  }
  write(
    options.format === "json"
      ? `${JSON.stringify({ looks: reports }, undefined, 2)}\n`
      : printReports(reports),
  );
  if (reports.some(({ state }) => state === "not looked")) return DRIFT_EXIT.notLooked;
  return reports.some(({ state }) => state === "drift") ? DRIFT_EXIT.drift : DRIFT_EXIT.same;
}

async function lookAt(
  look: LookName,
  model: Model,
  parts: readonly Part[],
  options: DriftOptions,
  file: string,
): Promise<LookReport> {
  try {
    const { seen, drifted, beside = [] } = await LOOKING[look](model, options, file);
    return {
      look,
      beside,
      state: drifted.length === 0 ? "same" : "drift",
      said: seen,
      differences: drifted.map(({ said, at }) => ({ said, place: placeOfNoun(at, parts) ?? null })),
    };
  } catch (error) {
    if (!(error instanceof Mistake || error instanceof Outage)) throw error;
    return { look, state: "not looked", said: error.message, differences: [], beside: [] };
  }
}

interface Seen {
  readonly seen: string;
  /** What is there beside, and no drift. */
  readonly beside?: readonly string[];
  readonly drifted: readonly { readonly said: string; readonly at: At | undefined }[];
}

const LOOKING: Readonly<
  Record<LookName, (model: Model, options: DriftOptions, file: string) => Promise<Seen>>
> = {
  async looker(model, options, file) {
    const refinements = await readRefinements(lookmlFolder(file));
    const own = new Set(model.explores.map((explore) => explore.name));
    const printed = emitProject(model).flatMap(({ text }) =>
      [...text.matchAll(/^explore: (\w+) \{/gm)].map(([, name = ""]) => name),
    );
    return withLooker(options, (looker) =>
      driftOfExplores(looker, {
        model,
        expected: expectedExplores(model),
        byHand: byHandNames(refinements, aliasesOf(model)),
        ofTests: new Set(printed.filter((name) => !own.has(name))),
      }),
    );
  },
  async files(model, options, file) {
    const cargo = await cargoOf(model, lookmlFolder(file));
    return withLooker(options, (looker) =>
      driftOfFiles(
        looker,
        { ...options, project: options.project ?? model.name },
        { ...cargo, takeRefinements: true },
      ),
    );
  },
  async warehouse(model, _options, file) {
    return withWarehouse(file, async ({ url }, stop) => {
      // A cluster is reached as hydrate reaches it: with TLS, and at its own port when none is said.
      const { connectionString, redshift } = readAddress(url);
      const { differences, tables, queries, beside } = await unlessStopped(
        stop,
        compareTables(connectionString, redshift ? "redshift" : "postgres", model),
        "Stopped. Nothing was changed anywhere.",
      );
      const left =
        queries === 0
          ? ""
          : `; ${queries} that ${queries === 1 ? "is a query is" : "are queries are"} left to the data tests`;
      return {
        seen: `${tables} table${tables === 1 ? "" : "s"} of schema ${model.schema}${left}`,
        beside,
        drifted: differences.map(({ what, how, at }) => ({ said: `${what} ${how}`, at })),
      };
    });
  },
};

/** A line a look, and below it what does not agree. */
export function printReports(reports: readonly LookReport[]): string {
  const lines = reports.flatMap(({ look, state, said, differences, beside }) => {
    const name = look.padEnd(11);
    const more = besideWords(beside);
    if (state === "same") return [`${name}agrees: ${said}`, ...more];
    if (state === "not looked") return [`${name}could not be looked at: ${said}`];
    return [
      `${name}${differences.length} ${differences.length === 1 ? "thing does" : "things do"} not agree, of ${said}`,
      ...differences.map((one) => `  ${one.said}${one.place === null ? "" : ` (${one.place})`}`),
      ...more,
    ];
  });
  return `${lines.join("\n")}\n`;
}

function besideWords(beside: readonly string[]): readonly string[] {
  if (beside.length === 0) return [];
  const shown = beside.slice(0, MOST_BESIDE).join(", ");
  return [
    `  beside it, and no drift: ${shown}${beside.length > MOST_BESIDE ? `, … (${beside.length})` : ""}`,
  ];
}
