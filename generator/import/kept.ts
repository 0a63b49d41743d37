// What LookML says of how a table is kept and laid out -> the words of looker.yml for it.
import { RENEWALS } from "../model/persistence.ts";
import type { Written } from "./field.ts";
import { type Block, textOf } from "./project.ts";

/** LookML's parameters for what is kept that looker.yml has words for. */
export const KEPT: readonly string[] = [
  ...RENEWALS,
  "distribution",
  "distribution_style",
  "sortkeys",
  "indexes",
  "increment_key",
  "increment_offset",
];

/**
 * @param block a `derived_table` or a `materialization`
 * @returns nothing where nothing says when the rows are made anew
 */
export function importKept(block: Block): Written | undefined {
  const renewed = RENEWALS.flatMap((by) => {
    const value = textOf(block, by);
    return value === undefined ? [] : [[by, value] as const];
  });
  if (renewed.length === 0) return undefined;
  const said = (key: string, from: string): Written => {
    const value = block[from];
    return value === undefined ? {} : { [key]: value };
  };
  return {
    ...Object.fromEntries(renewed),
    ...said("distribution", block["distribution"] === undefined ? "distribution_style" : "distribution"),
    ...said("sort", "sortkeys"),
    ...said("indexes", "indexes"),
    ...said("increment_key", "increment_key"),
    ...(block["increment_offset"] === undefined
      ? {}
      : { increment_offset: Number(block["increment_offset"]) }),
  };
}
