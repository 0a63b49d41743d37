// An arrangement of tables -> an SVG picture that is readable on light and dark ground and needs no script.
import type { Model } from "../../model/model.ts";
import type { Table } from "../../model/table.ts";
import { type Arrangement, type Box, SIZES } from "./arrange.ts";
import { type Link, linksOf } from "./links.ts";
import { typeWord } from "./mermaid.ts";

const STYLE = `
  svg { background: #ffffff; }
  text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1b1d21; }
  .name { font-weight: 600; }
  .type, .note { fill: #565c66; }
  .box { fill: #ffffff; stroke: #858b95; }
  .head { fill: #e8eefc; }
  .bridge .head { fill: #eeeeea; }
  .key { font-weight: 600; fill: #2456c6; }
  .link { fill: none; stroke: #565c66; stroke-width: 1.25; }
  @media (prefers-color-scheme: dark) {
    svg { background: #15181c; }
    text { fill: #eceef1; }
    .type, .note { fill: #a7aeb8; }
    .box { fill: #15181c; stroke: #7b828d; }
    .head { fill: #1d2b4d; }
    .bridge .head { fill: #2a2e35; }
    .key { fill: #8ab0ff; }
    .link { stroke: #a7aeb8; }
  }`;

/** @returns a whole SVG document (https://www.w3.org/TR/SVG11/) */
export function drawSvg(model: Model, { boxes, width, height }: Arrangement): string {
  const notes = notesOf(model);
  const wide = Math.max(width, ...notes.map((note) => 2 * SIZES.margin + note.length * SIZES.letter));
  const tall = height + notes.length * SIZES.row;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(wide)} ${Math.ceil(tall)}" width="${Math.ceil(wide)}" height="${Math.ceil(tall)}" role="img" aria-label="${escape(`The tables of ${model.label} and what refers to what`)}">`,
    `<style>${STYLE}\n</style>`,
    ...linksOf(model).map((link) => drawLink(link, boxes)),
    ...boxes.map(drawBox),
    ...notes.map((note, index) => text(SIZES.margin, height + index * SIZES.row, note, "note")),
    "</svg>",
    "",
  ].join("\n");
}

function notesOf(model: Model): readonly string[] {
  return model.explores.map((explore) => {
    const joined = explore.joins.filter((join) => !join.bridge).map((join) => join.name);
    return `explore ${explore.name}: ${[explore.view, ...joined].join(" + ")}`;
  });
}

function drawBox({ table, left, top, width, height }: Box): string {
  const rows = table.columns.map((column, index) => {
    const middle = top + SIZES.head + index * SIZES.row + 15;
    const type = typeWord(column.type);
    const isKey = table.key.includes(column.name);
    return [
      text(left + SIZES.padding, middle, column.name, isKey ? "key" : ""),
      text(left + width - SIZES.padding - type.length * SIZES.letter, middle, type, "type"),
    ].join("");
  });
  return [
    `<g class="${isBridge(table) ? "bridge" : "table"}">`,
    table.description === undefined ? "" : `<title>${escape(table.description)}</title>`,
    `<rect class="box" x="${left}" y="${top}" width="${width}" height="${height}" rx="6"/>`,
    `<path class="head" d="M${left + 0.5} ${top + SIZES.head} v${-(SIZES.head - 6.5)} a6 6 0 0 1 6 -6 h${width - 13} a6 6 0 0 1 6 6 v${SIZES.head - 6.5} z"/>`,
    text(left + SIZES.padding, top + 20, table.name, "name"),
    ...rows,
    "</g>",
  ].join("");
}

/** A curve from the referring column (a crow's foot: many) to the key it refers to (a bar: one). */
function drawLink(link: Link, boxes: readonly Box[]): string {
  const from = boxes.find((box) => box.table.name === link.from);
  const to = boxes.find((box) => box.table.name === link.to);
  if (from === undefined || to === undefined) return "";
  const y1 = rowOf(from, link.column);
  const y2 = rowOf(to, link.toColumn);
  const rightward = to.left > from.left;
  const same = to.left === from.left;
  const x1 = rightward ? from.left + from.width : from.left;
  const x2 = rightward || same ? to.left : to.left + to.width;
  const out = rightward ? 1 : -1;
  const into = same ? -1 : -out;
  const bend = same ? 40 : Math.max(40, Math.abs(x2 - x1) / 2);
  const many = link.once
    ? bar(x1 + 6 * out, y1)
    : `M${x1} ${y1 - 5} L${x1 + 10 * out} ${y1} L${x1} ${y1 + 5}`;
  return `<path class="link" d="M${x1} ${y1} C${x1 + bend * out} ${y1} ${x2 + bend * into} ${y2} ${x2} ${y2} ${many} ${bar(x2 + 6 * into, y2)}"/>`;
}

function bar(x: number, y: number): string {
  return `M${x} ${y - 5} V${y + 5}`;
}

function rowOf(box: Box, column: string): number {
  const index = box.table.columns.findIndex((one) => one.name === column);
  return box.top + SIZES.head + Math.max(0, index) * SIZES.row + 11;
}

/** A table whose whole key refers to others: the bridge of a many-to-many relation. */
function isBridge(table: Table): boolean {
  return (
    table.key.length > 1 && table.key.every((column) => table.references.some((one) => one.column === column))
  );
}

function text(x: number, y: number, said: string, kind: string): string {
  return `<text${kind === "" ? "" : ` class="${kind}"`} x="${round(x)}" y="${round(y)}">${escape(said)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(said: string): string {
  return said
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
