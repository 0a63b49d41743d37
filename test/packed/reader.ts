// The steps of a page -> taken one after the other in a folder and a shell of their own, as a reader would.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { isAsShown, type Page, type Step } from "./page.ts";
import type { Packed } from "./pack.ts";
import { hereOfCommand, STAY } from "./stay.ts";
import { complaintOf, TOOLS } from "./tool.ts";

/** What a reader brings along. */
export interface ReaderOptions {
  readonly packed: Packed;
  /** A folder where the sample is loaded; it is copied. */
  readonly loaded: string;
  /** Where the sample's tables are to be; the model's own schema when undefined. */
  readonly schema?: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Files that a page says the reader has, by where they lie, and where they are here. */
  readonly gives: Readonly<Record<string, string>>;
  /** Words of the page and what stands for them here: addresses that are only examples. */
  readonly stands: Readonly<Record<string, string>>;
  /** Where the page's server listens here. */
  readonly port: number;
  /** How long one step may take, in milliseconds, before it is given up; five minutes when not said. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 300_000;

/** What a step gave. */
interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** @returns a sentence for each step that did not go as the page says; empty when all did */
export async function takeSteps(page: Page, options: ReaderOptions): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "viewfinder-reader-"));
  const tools = join(folder, ".tools");
  layTools(tools, options);
  if (page.sample) layModel(folder, options);
  const { DATABASE_URL: _, ...ours } = process.env;
  const env = { ...ours, ...options.environment, HOME: folder, PATH: `${tools}:${ours["PATH"] ?? ""}` };
  const shell = openShell(folder, env, options.patienceMs ?? PATIENCE_MS);
  const complaints: string[] = [];
  let last: Said | undefined;
  try {
    for (const step of page.steps) {
      const complaint = await take(step);
      if (complaint !== undefined) complaints.push(`line ${step.line}: ${complaint}`);
    }
  } finally {
    await shell.end();
    rmSync(folder, { recursive: true, force: true });
  }
  return complaints;

  async function take(step: Step): Promise<string | undefined> {
    switch (step.kind) {
      case "write": {
        const path = join(folder, step.file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, step.text);
        return undefined;
      }
      case "have": {
        const source = options.gives[step.file];
        if (source === undefined) return `nobody gives the reader ${step.file}`;
        mkdirSync(dirname(join(folder, step.file)), { recursive: true });
        cpSync(source, join(folder, step.file));
        return undefined;
      }
      case "type": {
        last = await shell.type(hereOf(step.text, options, step.exit === 0));
        const wrong = lookAtTold(tools);
        if (wrong.length > 0) return wrong.join("; ");
        if (last.code === step.exit) return undefined;
        return `ended with ${last.code}, not ${step.exit}:\n${step.text}\n${last.out}${last.err}`;
      }
      case "expect": {
        const told = last ?? { code: 0, out: "", err: "" };
        const said = [told.out, told.err, `${told.out}${told.err}`].map((text) =>
          thereOf(text, options, folder),
        );
        if (said.some((text) => isAsShown(text, step.text))) return undefined;
        return `what was said is not what is shown:\n${said[0]}${said[1] === "" ? "" : `(and on stderr)\n${said[1]}`}`;
      }
      case "program":
        throw new Error(`line ${step.line}: programs are for a test of their own`);
    }
  }
}

/**
 * A page's words as they are here.
 * @param serves whether what ends only by Ctrl-C is to be left running, and waited for
 */
function hereOf(text: string, { stands, port }: ReaderOptions, serves: boolean): string {
  const here = Object.entries(stands)
    .reduce((words, [there, ours]) => words.replaceAll(there, ours), text)
    .replaceAll(/\b4600\b/g, String(port));
  return serves
    ? here
        .split("\n")
        .map((line) => hereOfCommand(line, port))
        .join("\n")
    : here;
}

function thereOf(text: string, { stands, port }: ReaderOptions, folder: string): string {
  const plain = stripVTControlCharacters(text).replaceAll(String(port), "4600");
  return Object.entries(stands)
    .reduce((words, [there, ours]) => words.replaceAll(ours, there), plain)
    .replaceAll(folder, "/where/you/are");
}

function layModel(folder: string, { loaded, schema }: ReaderOptions): void {
  cpSync(loaded, folder, { recursive: true, verbatimSymlinks: true });
  if (schema === undefined) return;
  const file = join(folder, "looker.yml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^schema: \w+/m, `schema: ${schema}`));
}

/** Programs that a page names: ours as it was packed, and those of others that are not here, which check what they are told. */
function layTools(tools: string, { packed }: ReaderOptions): void {
  mkdirSync(tools, { recursive: true });
  const ours = join(packed.root, "cli", "viewfinder.js");
  const lay = (name: string, text: string): void => {
    writeFileSync(join(tools, name), text);
    chmodSync(join(tools, name), 0o755);
  };
  lay("viewfinder", `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(ours)} "$@"\n`);
  lay(
    "npx",
    `#!/bin/sh\n[ "$1" = viewfinder ] || { echo "npx $1?" >&2; exit 64; }\nshift\nexec viewfinder "$@"\n`,
  );
  // They note what they are told, and it is looked at when the step is over.
  const note = `printf '%s\\0' "$PWD" "$(basename "$0")" "$@" >> ${quoted(join(tools, TOLD))}\nprintf '\\n' >> ${quoted(join(tools, TOLD))}\n`;
  for (const name of TOOLS) lay(name, `#!/bin/sh\n${note}`);
  lay(
    "npm",
    [
      "#!/bin/sh",
      note,
      `[ "$1" != init ] || echo '{"private": true}' > package.json`,
      // What the script says, with the packed command in place of the clone's.
      `[ "$1" = start ] || exit 0`,
      `shift`,
      `[ "$1" != -- ] || shift`,
      `exec ${startScript()} "$@"`,
      "",
    ].join("\n"),
  );
}

const TOLD = "told";

/** `npm start` in a clone, for who has the package. */
function startScript(): string {
  const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    readonly scripts: { readonly start: string };
  };
  return scripts.start.replace(/^node cli\/viewfinder\.js/, "viewfinder");
}

/** What is wrong with what the programs of others were told since the last look. */
function lookAtTold(tools: string): readonly string[] {
  const path = join(tools, TOLD);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\0\n").slice(0, -1);
  rmSync(path);
  return lines.flatMap((line) => {
    const [folder = "", tool = "", ...args] = line.split("\0");
    return complaintOf({ folder, tool, args }) ?? [];
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

interface Shell {
  readonly type: (text: string) => Promise<Said>;
  readonly end: () => Promise<void>;
}

/** One shell for a whole page, so that what is exported in one block holds in the next. */
function openShell(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  patienceMs: number,
): Shell {
  const child: ChildProcessWithoutNullStreams = spawn("bash", ["--noprofile", "--norc"], {
    cwd: folder,
    env,
    detached: true,
  });
  const mark = `@@${randomUUID()}@@`;
  const script = join(folder, ".tools", "step.sh");
  let out = "";
  let err = "";
  let heard = (): void => {};
  // A shell that is gone says so by its end; what it was told after that is not missed.
  child.stdin.on("error", () => {});
  child.stdin.write(STAY);
  let broke = (_error: Error): void => {};
  child.on("error", (error) => broke(error));
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    heard();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
    heard();
  });
  return {
    type: (text) =>
      new Promise((done, failed) => {
        out = "";
        err = "";
        broke = failed;
        const tooLong = setTimeout(() => {
          // The shell is in the middle of it, and can take no other step.
          process.kill(-(child.pid ?? 0), "SIGKILL");
          failed(new Error(`not over after ${patienceMs / 1000} s:\n${text}\nSo far it said:\n${out}${err}`));
        }, patienceMs);
        heard = () => {
          const ended = new RegExp(`${mark} (\\d+)\n$`).exec(out);
          if (ended === null || !err.endsWith(`${mark}\n`)) return;
          heard = () => {};
          clearTimeout(tooLong);
          done({
            code: Number(ended[1]),
            out: out.slice(0, ended.index),
            err: err.slice(0, -mark.length - 1),
          });
        };
        writeFileSync(script, `trap 'code=$?; trap - ERR; return $code' ERR\n${text}\ntrap - ERR\n`);
        // The first command of a block that fails ends it, as a reader would stop there.
        child.stdin.write(
          `. ${quoted(script)}; code=$?; printf '%s %s\\n' '${mark}' "$code"; printf '%s\\n' '${mark}' >&2\n`,
        );
      }),
    end: () =>
      new Promise((done) => {
        if (child.exitCode !== null || child.killed || child.signalCode !== null) return done();
        child.once("close", () => done());
        // What was left running ends with the shell, as it does when a reader presses Ctrl-C.
        child.stdin.write("leave; for job in $(jobs -p); do kill -INT $job; done; wait; exit\n");
      }),
  };
}
