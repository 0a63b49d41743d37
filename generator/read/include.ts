// The draft of looker.yml and those of the files it includes -> one draft, and which file each noun stands in.
import type { Problem } from "../problem.ts";
import type { Shaped } from "./read.ts";
import { SECTIONS } from "./sections.ts";
import type { Draft } from "./shape.ts";

/** One draft of several files. */
export interface Merged {
  /** Undefined when the file that includes the others has none. */
  readonly draft: Draft | undefined;
  /** A name that two files give, told in the later one. */
  readonly problems: readonly (readonly [problem: Problem, reading: number])[];
  /** The reading, by its place in the list, in which a problem's noun stands; the first one's when no other has it. */
  readonly ownerOf: (problem: Problem) => number;
}

/** @param readings the including file first */
export function merge(readings: readonly Shaped[]): Merged {
  const owners = new Map<string, number>();
  const problems: [Problem, number][] = [];
  const whole: Record<string, Record<string, unknown>> = {};
  for (const [index, { draft }] of readings.entries()) {
    for (const section of SECTIONS) {
      const nouns = draft?.[section];
      if (nouns === undefined) continue;
      const all = (whole[section] ??= {});
      for (const [name, noun] of Object.entries(nouns)) {
        const first = owners.get(`${section} ${name}`);
        if (first === undefined) {
          owners.set(`${section} ${name}`, index);
          all[name] = noun;
        } else {
          problems.push([
            {
              code: "duplicate-name",
              at: [section, name],
              onKey: true,
              message: `\`${name}\` stands under \`${section}\` in another file as well`,
              hint: "keep one of them, or give this one another name",
            },
            index,
          ]);
        }
      }
    }
  }
  const first = readings[0]?.draft;
  return {
    draft: first === undefined ? undefined : { ...first, ...whole },
    problems,
    ownerOf: ({ at }) => owners.get(`${String(at[0])} ${String(at[1])}`) ?? 0,
  };
}
