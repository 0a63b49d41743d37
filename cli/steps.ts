// The steps of a deploy -> a line each, and on a terminal the one under way as well.
import type { DeployEvent } from "../generator/looker/index.ts";

/** Where lines go. */
export interface Paper {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How many further lines of a step are shown. */
const MOST_MORE = 12;
const NAME_WIDTH = 11;

/** Something that shows steps. */
export interface StepsShown {
  tell(event: DeployEvent): void;
  /** Takes away the line of the step under way. */
  clear(): void;
}

/** Shows them on a terminal, in a file or in a pipe. */
export function showSteps(out: Paper): StepsShown {
  let moving = false;
  const clear = (): void => {
    if (moving) out.write("\r\u001B[K");
    moving = false;
  };
  return {
    clear,
    tell({ step, said, more }) {
      clear();
      if (said === undefined) {
        if (out.isTTY !== true) return;
        out.write(`${step.padEnd(NAME_WIDTH)}…`);
        moving = true;
        return;
      }
      out.write(`${step.padEnd(NAME_WIDTH)}${said}\n`);
      const indent = " ".repeat(NAME_WIDTH);
      for (const line of more.slice(0, MOST_MORE)) out.write(`${indent}  ${line}\n`);
      if (more.length > MOST_MORE) out.write(`${indent}  … and ${more.length - MOST_MORE} more\n`);
    },
  };
}
