// A model -> where each table's box stands: what is joined stands side by side, the explores' own tables first.
import { findView } from "../../find.ts";
import type { Model } from "../../model/model.ts";
import type { Table } from "../../model/table.ts";
import { type Link, linksOf } from "./links.ts";

/** A table with its place, in pixels from the picture's left upper corner. */
export interface Box {
  readonly table: Table;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Boxes, and the size that holds them, in pixels. */
export interface Arrangement {
  readonly boxes: readonly Box[];
  readonly width: number;
  readonly height: number;
}

/** Sizes in pixels. A letter of the monospaced type at 12 px is 7.3 px wide. */
export const SIZES = {
  head: 30,
  row: 20,
  letter: 7.3,
  padding: 12,
  between: 90,
  below: 28,
  margin: 24,
} as const;

/** Boxes in columns, a column for each step away from the tables that explores start from. */
export function arrange(model: Model): Arrangement {
  const columns = columnsOf(model);
  const tallest = Math.max(0, ...columns.map(heightOf));
  let left: number = SIZES.margin;
  const boxes: Box[] = [];
  for (const column of columns) {
    const width = Math.max(...column.map(widthOf));
    let top = SIZES.margin + (tallest - heightOf(column)) / 2;
    for (const table of column) {
      const height = boxHeight(table);
      boxes.push({ table, left, top, width, height });
      top += height + SIZES.below;
    }
    left += width + SIZES.between;
  }
  return { boxes, width: left - SIZES.between + SIZES.margin, height: tallest + 2 * SIZES.margin };
}

function columnsOf(model: Model): readonly (readonly Table[])[] {
  const links = linksOf(model);
  const placed = new Map<string, number>();
  const starts = [
    ...model.explores.flatMap((explore) => findView(model, explore.view)?.table ?? []),
    ...model.tables.map((table) => table.name),
  ];
  for (const start of starts) {
    if (placed.has(start)) continue;
    placed.set(start, 0);
    const queue = [start];
    for (const name of queue) {
      for (const next of neighboursOf(name, links)) {
        if (placed.has(next)) continue;
        placed.set(next, (placed.get(name) ?? 0) + 1);
        queue.push(next);
      }
    }
  }
  const columns: Table[][] = [];
  // A map keeps the order in which tables were met, so neighbours of one table stay together.
  for (const [name, column] of placed) {
    const table = model.tables.find((one) => one.name === name);
    if (table !== undefined) (columns[column] ??= []).push(table);
  }
  return columns;
}

function neighboursOf(name: string, links: readonly Link[]): readonly string[] {
  return links.flatMap((link) => {
    if (link.from === name) return [link.to];
    return link.to === name ? [link.from] : [];
  });
}

function widthOf(table: Table): number {
  const rows = table.columns.map((column) => column.name.length + column.type.kind.length + 6);
  return Math.ceil(Math.max(table.name.length + 2, ...rows) * SIZES.letter + 2 * SIZES.padding);
}

function boxHeight(table: Table): number {
  return SIZES.head + table.columns.length * SIZES.row + 8;
}

function heightOf(column: readonly Table[]): number {
  return column.reduce((sum, table) => sum + boxHeight(table), 0) + (column.length - 1) * SIZES.below;
}
