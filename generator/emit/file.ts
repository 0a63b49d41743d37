// A file the generator makes: where it goes, what it holds, and the line it is known by.

/** A file to be. Nothing is written until disk.ts is handed it. */
export interface File {
  /** Relative to the folder it is written into, with `/` between folders, e.g. `views/orders.view.lkml`. */
  readonly path: string;
  /** The whole content, UTF-8, with `\n` line ends. */
  readonly text: string;
}

/** The words after the mark. */
export const WHERE_FROM = "from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.";

/** The first key of a JSON file that we make, since JSON has no comments. */
export const JSON_MARK = "# Made by Viewfinder";

const MARK = `${JSON_MARK} `;

/** The first line of every other file we make; `#` opens a comment both in LookML and in YAML. */
export const HEADER = `${MARK}${WHERE_FROM}`;

/** True of the text of a file that an earlier run made, whatever its header said after the mark. */
export function isOurs(text: string): boolean {
  return text.startsWith(MARK) || text.startsWith(`{\n  "${JSON_MARK}":`);
}
