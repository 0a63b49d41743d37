// Hydrates drops and tells how it goes and how it went: one drop in full, of several one line each and their sum.
import { Mistake, type Model, Outage } from "../generator/index.ts";
import {
  type DropReport,
  hydrate,
  type HydrateEvent,
  type HydrateOptions,
  type HydrateStatus,
  linesOfWorries,
  pipelineFrom,
  readHistory,
  readStatus,
} from "../hydrate/index.ts";
import { widthOf } from "./columns.ts";
import { writeMetricsFile } from "./metrics-file.ts";
import type { Informant } from "./notify.ts";
import { dropLine, dropPage, sumPage } from "./pages/drops-page.ts";
import type { PageOptions } from "./pages/page.ts";
import { type Told, telling } from "./telling.ts";

/** How drops are to be loaded and told of. */
export interface HydratingOptions {
  /** The source the files belong to, when their names do not tell. */
  readonly source?: string | undefined;
  /** Load files that were loaded before once more. */
  readonly again?: boolean | undefined;
  /** Load a source even when more of its records cannot be read than its budget allows. */
  readonly acceptQuarantine?: boolean | undefined;
  /** List every file and table. */
  readonly all?: boolean | undefined;
  /** Which of the drops that lie there are meant; all when undefined. */
  readonly only?: HydrateOptions["only"];
  /** After the drops, also when one failed, metrics are written here. */
  readonly metricsFile?: string | undefined;
  /** Events as lines of JSON on stdout, and nothing else there. */
  readonly json?: boolean | undefined;
  /** Who tells others how it went. */
  readonly informant?: Informant | undefined;
}

/**
 * @param url the warehouse
 * @param path a file, a folder, or s3://…
 */
export async function hydrateDrops(
  model: Model,
  url: string,
  path: string,
  options: HydratingOptions = {},
): Promise<void> {
  const { all = false, json = false, metricsFile, informant, ...what } = options;
  const work = telling({ json }, async (told) => {
    informant?.named(model.label);
    const page: PageOptions = { width: widthOf(process.stdout), all, now: new Date() };
    const drops = tellDrops(told, page);
    const report = await hydrate({
      model,
      url,
      pipeline: pipelineFrom(process.env),
      path,
      source: what.source,
      again: what.again,
      acceptQuarantine: what.acceptQuarantine,
      only: what.only,
      now: () => new Date(),
      progress: (event) => {
        drops.progress(event);
        if (event.report !== undefined) informant?.heard(event.report);
      },
    });
    drops.end();
    const status = json || informant?.wanted === true ? await lookAround(model, url) : undefined;
    if (status !== undefined) told.tell(linesOfWorries(status, new Date()));
    await informant?.done(status);
    return report.drops;
  });
  try {
    await work;
  } finally {
    if (metricsFile !== undefined) await writeMetricsFile(model, url, metricsFile);
  }
}

/** How the sources stand after a run; when that cannot be read, the run is what it was all the same. */
async function lookAround(model: Model, url: string): Promise<HydrateStatus | undefined> {
  try {
    return await readHistory(url, model, (history) => readStatus(history, new Date()));
  } catch (error) {
    if (!(error instanceof Mistake || error instanceof Outage)) throw error;
    console.error(`What needs a look could not be read: ${error.message}`);
    return undefined;
  }
}

/**
 * The first drop waits until it is known whether it is the only one: alone it is told in full.
 * @returns what hears the moments, and what to call at the end
 */
export function tellDrops(
  told: Told,
  page: PageOptions,
): { readonly progress: (event: HydrateEvent) => void; readonly end: () => void } {
  const reports: DropReport[] = [];
  let said = 0;
  const sayRest = (): void => {
    for (const report of reports.slice(said)) told.print(() => [dropLine(report)]);
    said = reports.length;
  };
  return {
    progress: (event) => {
      if (event.step !== "done" && reports.length > 0) sayRest();
      told.progress(event);
      if (event.report !== undefined) reports.push(event.report);
    },
    end: () => {
      const [first, ...more] = reports;
      if (first === undefined) return;
      if (more.length === 0 && said === 0) return told.print(() => dropPage(first, page));
      sayRest();
      if (more.length > 0) told.print(() => sumPage(reports, page));
    },
  };
}
