// A file the generator makes: where it goes, what it holds, and the line it is known by.

/** A file to be. Nothing is written until disk.ts is handed it. */
export interface File {
  /** Relative to the folder it is written into, with `/` between folders, e.g. `views/orders.view.lkml`. */
  readonly path: string;
  /** The whole content, UTF-8, with `\n` line ends. */
  readonly text: string;
}

const MARK = "# Made by Viewfinder ";

/** The first line of every file we make; `#` opens a comment both in LookML and in YAML. */
export const HEADER = `${MARK}from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.`;

/** True of the text of a file that an earlier run made, whatever its header said after the mark. */
export function isOurs(text: string): boolean {
  return text.startsWith(MARK);
}
