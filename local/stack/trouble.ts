// What Postgres said before it gave up -> an Outage in plain words, with what to do.
import { Outage } from "../../generator/index.ts";

const LAST_LINES = 6;

/** What the complaint has to name. */
interface Surroundings {
  readonly data: string;
  readonly folder: string;
  /** The file holding all that was said, if there is one. */
  readonly log?: string;
  readonly cause?: unknown;
}

/** One thing that goes wrong in the world around a server, and what to do about it. */
interface Known {
  readonly sign: RegExp;
  readonly words: (around: Surroundings) => string;
  readonly retry: boolean;
}

/** Postgres's own wording (with lc_messages = C), which has been stable for many versions. */
const KNOWN: readonly Known[] = [
  {
    sign: /No space left on device|Disk quota exceeded/,
    words: ({ folder }) =>
      `the disk holding ${folder} is full. Free some space, then run the same command again.`,
    retry: false,
  },
  {
    sign: /Read-only file system/,
    words: ({ folder }) => `the disk holding ${folder} may only be read. Choose another folder.`,
    retry: false,
  },
  {
    sign: /Cannot allocate memory|could not (?:create|map anonymous) shared memory/,
    words: () =>
      "the machine has no memory left for it. Stop other programs, then run the same command again.",
    retry: true,
  },
  {
    sign: /pre-existing shared memory block|lock file "postmaster\.pid" already exists/,
    words: ({ data }) =>
      `parts of an earlier server still hold the data in ${data}. Stop them (they are called postgres), then run ` +
      "the same command again.",
    retry: true,
  },
  {
    sign: /administrative permissions/,
    words: () => "it must not run as an administrator. Run the command as an ordinary user.",
    retry: false,
  },
];

/**
 * Why a server, or the making of its data, failed.
 *
 * @param what the beginning of the sentence, e.g. "Postgres could not start"
 * @param said all that it said
 */
export function startFailure(what: string, said: string, around: Surroundings): Outage {
  const { cause } = around;
  const known = KNOWN.find(({ sign }) => sign.test(said));
  if (known !== undefined)
    return new Outage(`${what}: ${known.words(around)}`, { retry: known.retry, cause });
  return new Outage(
    [
      `${what}. It said last:`,
      ...lastWords(said),
      ...(around.log === undefined ? [] : [`All it said is in ${around.log}.`]),
      `If nothing else helps, delete ${around.data} to start afresh and hydrate the drops again, or set DATABASE_URL ` +
        "to a database of your own.",
    ].join("\n"),
    { retry: false, cause },
  );
}

/** The last lines, without time and process number, indented. */
function lastWords(said: string): string[] {
  const lines = said
    .split("\n")
    .map((line) => line.replace(/^\d{4}-\d\d-\d\d \S+ \S+ \[\d+\] /, "").trimEnd())
    .filter((line) => line !== "" && !line.startsWith("LOG:  database system is shut down"));
  return lines.slice(-LAST_LINES).map((line) => `  ${line.trim()}`);
}
