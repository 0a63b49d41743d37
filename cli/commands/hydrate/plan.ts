// `viewfinder hydrate plan <path>`: what hydrating would do, worked out to the end, and nothing kept of it.
import { Command } from "commander";
import { loadModel, Mistake, type Model } from "../../../generator/index.ts";
import { type HydrateOptions, pipelineFrom, planDrop, rehearseDrops } from "../../../hydrate/index.ts";
import { widthOf } from "../../columns.ts";
import type { GlobalOptions } from "../../options.ts";
import type { PageOptions } from "../../pages/page.ts";
import { planPage } from "../../pages/plan-page.ts";
import { rehearsalPage } from "../../pages/rehearsal-page.ts";
import { showProgress } from "../../progress.ts";
import { unlessStopped, withWarehouse } from "../../warehouse.ts";

interface PlanCommandOptions {
  readonly source?: string;
  readonly again?: boolean;
  readonly acceptQuarantine?: boolean;
  readonly noload?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** The command. */
export function planCommand(global: () => GlobalOptions): Command {
  return new Command("plan")
    .description("tell what hydrating would do: rows added, changed and removed, quarantine, drift, budgets")
    .argument("<path>", "the file or folder")
    .option("--source <name>", "the source the files belong to, when their names do not tell")
    .option("--again", "as if files that were loaded before were loaded once more")
    .option("--accept-quarantine", "as if a source were loaded even when it overruns its budget")
    .option("--noload", "only prove that the warehouse would take every row: on Redshift by COPY … NOLOAD")
    .option("--all", "every table and reason")
    .option("--json", "the same as one line of JSON")
    .addHelpText(
      "after",
      "\nIt exits with 1 when a drop would be refused.\n\nExample:\n  viewfinder hydrate plan drops/2026-11",
    )
    .action(async (path: string, options: PlanCommandOptions) => {
      const { model: file, environment } = global();
      const model = await loadModel(file, environment);
      await withWarehouse(file, async (stack, stop) => {
        const what = { ...options, model, url: stack.url, path };
        const { lines, json, refused } = await unlessStopped(
          stop,
          options.noload === true ? rehearsal(what) : plan(what),
        );
        for (const line of options.json === true ? [JSON.stringify(json)] : lines) console.log(line);
        if (refused.length > 0) throw new Mistake(`${refused.join(", ")} would be refused.`);
      });
    });
}

type Planning = PlanCommandOptions & { readonly model: Model; readonly url: string; readonly path: string };

/** What is printed, and the names of drops that would be refused. */
interface Planned {
  readonly lines: readonly string[];
  readonly json: unknown;
  readonly refused: readonly string[];
}

async function plan(what: Planning): Promise<Planned> {
  const found = await shown(what, planDrop);
  const refused = found.drops.filter((drop) => drop.outcome === "would_be_refused");
  return { lines: planPage(found, pageOf(what)), json: found, refused: refused.map(({ drop }) => drop) };
}

async function rehearsal(what: Planning): Promise<Planned> {
  const found = await shown(what, rehearseDrops);
  const refused = found.filter((drop) => drop.refusal !== undefined);
  return { lines: rehearsalPage(found, pageOf(what)), json: found, refused: refused.map(({ drop }) => drop) };
}

async function shown<Found>(
  { model, url, path, source, again, acceptQuarantine }: Planning,
  work: (options: HydrateOptions) => Promise<Found>,
): Promise<Found> {
  const progress = showProgress(process.stderr);
  try {
    return await work({
      model,
      url,
      pipeline: pipelineFrom(process.env),
      path,
      source,
      again,
      acceptQuarantine,
      now: () => new Date(),
      // A plan goes all the way and is undone: to say that it is committing would be alarming, and wrong.
      progress: (event) => {
        if (event.step !== "record" && event.step !== "commit") progress.tell(event);
      },
    });
  } finally {
    progress.clear();
  }
}

function pageOf({ all }: Planning): PageOptions {
  return { width: widthOf(process.stdout), all: all === true, now: new Date() };
}
