// A page of Markdown -> the steps that a reader would take: commands to type, files to write, output to expect.
//
// What stands in a comment before a block says what a reader sees otherwise:
//   <!-- sample -->            the page begins in a folder where the sample is loaded
//   <!-- file: looker.yml -->  the next block is the content of this file
//   <!-- given: Downloads/x -->  the reader has this file
//   <!-- exit: 1 -->           the next commands end with this code
//   <!-- typed: command -->    the reader types this, too, and what is expected next is what it says

/** One step. Lines are counted from 1. */
export type Step =
  | { readonly kind: "type"; readonly line: number; readonly text: string; readonly exit: number }
  | { readonly kind: "write"; readonly line: number; readonly file: string; readonly text: string }
  | { readonly kind: "have"; readonly line: number; readonly file: string }
  | { readonly kind: "expect"; readonly line: number; readonly text: string }
  | { readonly kind: "program"; readonly line: number; readonly text: string };

/** What is to be done. */
export interface Page {
  readonly sample: boolean;
  readonly steps: readonly Step[];
}

/** @throws when a block that a reader would type is of no known kind */
export function readPage(markdown: string): Page {
  const lines = markdown.split("\n");
  const steps: Step[] = [];
  let sample = false;
  let file: string | undefined;
  let exit = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const comment = /^<!-- (\w+)(?:: (.+?))? -->$/.exec(lines[at] ?? "");
    if (comment !== null) {
      const [, word, value = ""] = comment;
      if (word === "sample") sample = true;
      else if (word === "given") steps.push({ kind: "have", line: at + 1, file: value });
      else if (word === "file") file = value;
      else if (word === "exit") exit = Number(value);
      else if (word === "typed") {
        steps.push({ kind: "type", line: at + 1, text: value, exit });
        exit = 0;
      }
      continue;
    }
    const kind = /^```(\w+)$/.exec(lines[at] ?? "")?.[1];
    if (kind === undefined) continue;
    const line = at + 1;
    const block: string[] = [];
    for (at += 1; at < lines.length && lines[at] !== "```"; at += 1) block.push(lines[at] ?? "");
    const text = block.join("\n");
    if (file !== undefined) steps.push({ kind: "write", line, file, text: `${text}\n` });
    else if (kind === "sh") steps.push({ kind: "type", line, text, exit });
    else if (kind === "text") steps.push({ kind: "expect", line, text });
    else if (kind === "ts") steps.push({ kind: "program", line, text });
    else throw new Error(`line ${line}: a block of ${kind} that is neither typed, nor written, nor expected`);
    file = undefined;
    exit = 0;
  }
  return { sample, steps };
}

/**
 * Whether an output is what the page shows. A line of `…` alone stands for any lines, `…` in a line for anything.
 * @param actual without colours
 */
export function isAsShown(actual: string, shown: string): boolean {
  const escaped = shown
    .trim()
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/(^|\n)…(?=\n|$)/g, "$1(?:[^]*)")
    .replaceAll("…", ".*?")
    .replaceAll(/[ \t]+(?=\n|$)/g, "");
  return new RegExp(`^${escaped}$`).test(actual.trim().replaceAll(/[ \t]+(?=\n|$)/g, ""));
}
