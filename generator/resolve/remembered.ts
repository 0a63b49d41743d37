// A noun that was resolved before from the very same things -> the same noun again.
import type { Memory } from "../memory.ts";
import type { Complaints } from "./complaints.ts";

/**
 * Makes a noun, or takes the one that was made before. What is complained about is made anew each time, so that
 * the complaint is too.
 * @param of everything the noun follows from
 */
export function remembered<Made>(
  memory: Memory<Made> | undefined,
  name: string,
  of: readonly unknown[],
  complaints: Complaints,
  make: () => Made,
): Made {
  if (memory === undefined) return make();
  const before = memory.recall(name, of);
  if (before !== undefined) return before;
  const said = complaints.list.length;
  const made = make();
  if (complaints.list.length === said) memory.keep(name, of, made);
  return made;
}
