// An answer laid out as a table -> the text of Looker's `html` and `md` results.
import type { LaidOut } from "./api/format/lay-out.ts";
import { type WriteCell, writtenAs } from "./write-json.ts";

/** A page with one table; nothing in a cell can be anything but text. */
export function writeHtml(laid: LaidOut, title: string, write: WriteCell): string {
  const line = (tag: "th" | "td", cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>\n`;
  const { heads, rows } = textOf(laid, write);
  return [
    `<!DOCTYPE html>\n<html>\n<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>\n<body>\n<table>\n<thead>\n`,
    ...[...heads, laid.labels].map((cells) => line("th", cells)),
    "</thead>\n<tbody>\n",
    ...rows.map((cells) => line("td", cells)),
    "</tbody>\n</table>\n</body>\n</html>\n",
  ].join("");
}

/** A Markdown table; it has one line of headings, so that pivoted values stand in the first of them. */
export function writeMarkdown(laid: LaidOut, write: WriteCell): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(" | ")} |\n`;
  const { heads, rows } = textOf(laid, write);
  const [first, ...more] = [...heads, laid.labels];
  const headings = first ?? laid.labels;
  return [line(headings), line(headings.map(() => "---")), ...[...more, ...rows].map(line)].join("");
}

function textOf(
  laid: LaidOut,
  write: WriteCell,
): { readonly heads: readonly (readonly string[])[]; readonly rows: readonly (readonly string[])[] } {
  return {
    heads: laid.heads.map((head) => head.map((cell) => String(writtenAs(cell, undefined, write) ?? ""))),
    rows: laid.rows.map((row) =>
      row.map((cell, index) => String(writtenAs(cell, laid.columns[index], write) ?? "")),
    ),
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** What would end the cell or begin markup stands for itself; a line break would end the row. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\|`*_<>[\]]/g, String.raw`\$&`).replaceAll(/\r\n|\r|\n/g, " ");
}
