// The ledger -> a file of metrics, written so that whoever reads it sees all of it or the one before.
import { rename, rm, writeFile } from "node:fs/promises";
import { type Model, Outage } from "../generator/index.ts";
import { openMetrics, readHistory, readMetrics } from "../hydrate/index.ts";

/** The metrics as they are now; of a database that nothing was hydrated into, only their end. */
export async function metricsText(model: Model, url: string): Promise<string> {
  const metrics = await readHistory(url, model, (history) => readMetrics(history, new Date()));
  return metrics === undefined ? "# EOF\n" : openMetrics(metrics);
}

/**
 * @param path a name that node_exporter's textfile collector takes ends in `.prom`
 * @throws Outage when it cannot be written
 */
export async function writeMetricsFile(model: Model, url: string, path: string): Promise<void> {
  const text = await metricsText(model, url);
  // Beside it, since only within one file system a file takes another's place in one step.
  const beside = `${path}.${process.pid}.part`;
  try {
    await writeFile(beside, text);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw new Outage(`The metrics could not be written to ${path}: ${(error as Error).message}`, {
      retry: false,
      cause: error,
    });
  }
}
