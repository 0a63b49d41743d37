// What became of a run, in words -> a webhook; whoever does not take it never fails the run.
import { setTimeout as sleep } from "node:timers/promises";
import { Mistake } from "../generator/index.ts";
import type { DropReport, HydrateStatus } from "../hydrate/index.ts";
import { isLoopback } from "../local/server/host.ts";
import { exitCodeOf } from "./exit.ts";
import { dropLine } from "./pages/drops-page.ts";

/** The environment's name for the option. */
const VARIABLE = "VIEWFINDER_NOTIFY";
const PATIENCE_MS = 10_000;
/** What a command that tells others is told of it. */
export interface NotifyOption {
  readonly notify?: string | undefined;
}

/** How long to wait before each further attempt, in milliseconds. */
const PAUSES_MS: readonly number[] = [1_000, 4_000];
/** Chat services cut or refuse what is longer (Slack's limit for `text` is 40,000, Teams' 28,000 bytes). */
const LONGEST = 3_000;

/**
 * @param option what --notify says, if it is given
 * @param environment e.g. `process.env`
 * @returns where messages go; undefined when nobody wants any
 * @throws Mistake for what is no address that messages may go to
 */
export function webhookOf(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): URL | undefined {
  const text = (option ?? environment[VARIABLE])?.trim() ?? "";
  if (text === "") return undefined;
  const where = option === undefined ? VARIABLE : "--notify";
  // The address itself lets anyone write there, so that no message of ours may repeat it.
  if (!URL.canParse(text)) throw new Mistake(`${where} is no address. Write https://…`);
  const url = new URL(text);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname)))
    throw new Mistake(
      `${where} is no https address (it begins with ${url.protocol}). By plain http, messages go to this machine only.`,
    );
  return url;
}

/** Gathers what is worth telling while a command works. */
export interface Informant {
  /** Whether anybody listens, so that nobody reads for nothing. */
  readonly wanted: boolean;
  /** What the model is called. */
  named(label: string): void;
  /** A drop is done with. */
  heard(report: DropReport): void;
  /** All is done. @param status how the sources stand now; undefined when that could not be read */
  done(status: Outcome["status"]): Promise<void>;
}

const NOBODY: Informant = { wanted: false, named: () => {}, heard: () => {}, done: async () => {} };

/**
 * Tells a webhook how a command went, also when it failed before it reached the database.
 * @param option as {@link webhookOf}
 * @throws whatever the work throws, and Mistake for an address that is none
 */
export async function informing<Result>(
  option: string | undefined,
  work: (informant: Informant) => Promise<Result>,
): Promise<Result> {
  const webhook = webhookOf(option, process.env);
  if (webhook === undefined) return work(NOBODY);
  let label = "Viewfinder";
  const reports: DropReport[] = [];
  const say = async (outcome: Pick<Outcome, "status" | "error">): Promise<void> => {
    const text = messageOf({ label, reports, ...outcome });
    if (text !== undefined) await notify(webhook, text, (line) => console.error(line));
  };
  try {
    return await work({
      wanted: true,
      named: (name) => (label = name),
      heard: (report) => reports.push(report),
      done: (status) => say({ status }),
    });
  } catch (error) {
    await say({ status: undefined, error });
    throw error;
  }
}

/** What a message is made of. */
export interface Outcome {
  /** What the model is called. */
  readonly label: string;
  readonly reports: readonly DropReport[];
  /** How the sources stand after it; undefined when that is not known. */
  readonly status: Pick<HydrateStatus, "sources"> | undefined;
  /** What ended the run, if something did. */
  readonly error?: unknown;
}

/** @returns undefined when there is nothing that anybody would want to hear */
export function messageOf({ label, reports, status, error }: Outcome): string | undefined {
  const published = reports.filter((report) => report.outcome === "published");
  const worries = (status?.sources ?? []).flatMap(({ source, worries: all }) =>
    all.map(({ said }) => `  ${source}: ${said}`),
  );
  if (error === undefined && published.length === 0 && worries.length === 0) return undefined;
  const many = published.length === 1 ? "1 drop" : `${published.length} drops`;
  const lines = [
    error === undefined
      ? `${label}: ${published.length === 0 ? "nothing new" : `${many} published`}.`
      : `${label}: hydrate failed with exit code ${exitCodeOf(error)}${published.length === 0 ? "" : `, after ${many} published`}.`,
    ...published.map((report) => `  ${dropLine(report)}`),
    ...(error === undefined ? [] : [error instanceof Error ? error.message : JSON.stringify(error)]),
    ...(worries.length === 0 ? [] : ["Needs a look:", ...worries]),
  ];
  const text = withoutSecrets(lines.join("\n"));
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** A message never holds what is between `//` and `@` of an address. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/(\w+:\/\/)[^\s/@]+@/g, "$1…@");
}

/**
 * Posts `{"text": …}`, which Slack, Mattermost, Google Chat, and Teams' workflows take.
 * @param say hears when nobody took it; the address is not in it
 * @param pauses before each further attempt, in milliseconds; for tests
 */
export async function notify(
  webhook: URL,
  text: string,
  say: (line: string) => void,
  pauses: readonly number[] = PAUSES_MS,
): Promise<void> {
  let because = "";
  for (const pause of [0, ...pauses]) {
    await sleep(pause);
    try {
      const answer = await fetch(webhook, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text }),
        // Somewhere else is not where the user wanted it.
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await answer.body?.cancel();
      if (answer.ok) return;
      because = `answered ${answer.status}`;
      if (answer.status < 500 && answer.status !== 429) break;
    } catch (error) {
      because = (error as Error).name === "TimeoutError" ? "did not answer" : "could not be reached";
    }
  }
  say(`Nobody was told of this run: ${webhook.host} ${because}. The run itself is not touched by that.`);
}
