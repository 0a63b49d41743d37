// Decoded cells -> one text that two records of a source share exactly when they say the same.
import type { Cell, Value } from "./decode.ts";

/**
 * Every value followed by a NUL, which no value holds; nothing at all before it stands for null, since no value is
 * empty. How many elements a list has comes before them. So two lists of cells of the same columns give the same
 * text only when they are the same.
 */
export function saidBy(cells: readonly Cell[]): string {
  let said = "";
  for (const cell of cells) {
    if (cell.kind === "scalar") {
      said += `${cell.value ?? ""}\0`;
    } else if (cell.kind === "list") {
      said += `${cell.elements.length}\0`;
      for (const element of cell.elements) said += together(element);
    } else {
      said += cell.fields === undefined ? "0\0" : `1\0${together(cell.fields)}`;
    }
  }
  return said;
}

function together(values: readonly Value[]): string {
  let said = "";
  for (const value of values) said += `${value ?? ""}\0`;
  return said;
}
