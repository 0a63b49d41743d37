// `viewfinder hydrate watch <path>`: looks again and again, and loads each drop once it is complete.
import { createInterface } from "node:readline";
import { Command } from "commander";
import { loadModel, type Model } from "../../../generator/index.ts";
import { hydrate, pipelineFrom, watchDrops, type WatchMoment } from "../../../hydrate/index.ts";
import { writeMetricsFile } from "../../metrics-file.ts";
import { messageOf, notify, webhookOf } from "../../notify.ts";
import { positiveNumber } from "../../numbers.ts";
import type { GlobalOptions } from "../../options.ts";
import { watchTeller } from "../../watch-teller.ts";
import { withWarehouse } from "../../warehouse.ts";

interface WatchCommandOptions {
  readonly source?: string;
  readonly every: number;
  readonly hint?: boolean;
  readonly json?: boolean;
  readonly metricsFile?: string;
  readonly notify?: string;
}

/** The command. */
export function watchCommand(global: () => GlobalOptions): Command {
  return new Command("watch")
    .description("look again and again, and load each drop once it is complete; SIGTERM or Ctrl-C ends it")
    .argument("<path>", "the folder of monthly drops, or s3://bucket/prefix")
    .option("--source <name>", "the source the files belong to, when their names do not tell")
    .option(
      "--every <seconds>",
      "how long to wait between two looks, give or take a fifth",
      positiveNumber("--every"),
      60,
    )
    .option(
      "--hint",
      "look at once when a line comes on stdin, such as an S3 event; what it says is not believed",
    )
    .option("--json", "tell what happens as lines of JSON (viewfinder hydrate events explains them)")
    .option(
      "--metrics-file <path>",
      "after each drop, write metrics here for node_exporter's textfile collector",
    )
    .option("--notify <address>", "tell a webhook in words of each drop (or VIEWFINDER_NOTIFY)")
    .addHelpText(
      "after",
      `
A drop is complete when its MANIFEST.json and signature are there; without them, when its files did not change between two looks.
A drop that is refused is told once, and tried again when its files change.

Examples:
  viewfinder hydrate watch drops --every 300
  viewfinder hydrate watch s3://deliveries/orders --hint < queue`,
    )
    .action(async (path: string, options: WatchCommandOptions) => {
      const { model: file, environment } = global();
      const model = await loadModel(file, environment);
      await withWarehouse(file, (stack, stop) => watch(model, stack.url, path, options, stop));
    });
}

async function watch(
  model: Model,
  url: string,
  path: string,
  { source, every, hint = false, json = false, metricsFile, notify }: WatchCommandOptions,
  stop: AbortSignal,
): Promise<void> {
  const teller = watchTeller(json);
  const inform = telling(model.label, notify);
  const { rest, close } = pauses(every, hint, stop);
  let loading: string | undefined;
  teller.begin(path, every);
  stop.addEventListener("abort", () => teller.ending(loading), { once: true });
  try {
    await watchDrops({
      model,
      path,
      source,
      rest,
      ended: () => stop.aborted,
      tell: (moment) => {
        teller.tell(moment);
        inform.tell(moment);
      },
      load: async (drop) => {
        loading = drop;
        try {
          const { drops } = await hydrate({
            model,
            url,
            pipeline: pipelineFrom(process.env),
            path,
            source,
            only: (one) => one.name === drop,
            now: () => new Date(),
            progress: teller.progress,
          });
          return drops[0];
        } finally {
          loading = undefined;
          if (metricsFile !== undefined) await writeMetricsFile(model, url, metricsFile);
        }
      },
    });
    await inform.told();
    teller.ended();
  } finally {
    close();
  }
}

/** Tells a webhook of drops that were published or refused; what is tried again tells itself when it is done. */
function telling(
  label: string,
  option: string | undefined,
): { readonly tell: (moment: WatchMoment) => void; readonly told: () => Promise<void> } {
  const webhook = webhookOf(option, process.env);
  let pending: Promise<void> = Promise.resolve();
  return {
    tell: (moment) => {
      if (webhook === undefined || (moment.kind !== "loaded" && moment.kind !== "refused")) return;
      const outcome =
        moment.kind === "loaded" ? { reports: [moment.report] } : { reports: [], error: moment.error };
      const text = messageOf({ label, status: undefined, ...outcome });
      if (text !== undefined)
        pending = pending.then(() => notify(webhook, text, (line) => console.error(line)));
    },
    told: () => pending,
  };
}

/** Waits between looks: jittered, so that many watchers do not look at once, and cut short by a hint or the end. */
function pauses(
  every: number,
  hint: boolean,
  stop: AbortSignal,
): { readonly rest: () => Promise<void>; readonly close: () => void } {
  let hinted = false;
  let wake = (): void => {};
  const lines = hint ? createInterface({ input: process.stdin }) : undefined;
  lines?.on("line", () => {
    hinted = true;
    wake();
  });
  stop.addEventListener("abort", () => wake(), { once: true });
  return {
    rest: async () => {
      // A hint that came while a drop was loading counts for the next look.
      if (!hinted && !stop.aborted) {
        const milliseconds = every * 1000 * (0.8 + Math.random() * 0.4);
        await new Promise<void>((done) => {
          const timer = setTimeout(done, milliseconds);
          wake = () => {
            clearTimeout(timer);
            done();
          };
        });
      }
      hinted = false;
    },
    close: () => lines?.close(),
  };
}
