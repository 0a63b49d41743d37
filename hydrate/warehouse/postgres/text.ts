// Rows -> COPY's text format.
import type { Loaded } from "../warehouse.ts";
import type { Rows } from "./rows.ts";
import { twinBuffer } from "./twin-buffer.ts";

/** Gathers rows as text. */
export function textRows(): Rows {
  const twin = twinBuffer();
  let rows = 0;
  return {
    format: "text",
    add(row) {
      const line = encode(row);
      // A character of a string is at most three bytes.
      twin.at += twin.room(line.length * 3).write(line, twin.at);
      rows += 1;
    },
    size: () => twin.at,
    take() {
      const taken = { bytes: twin.swap(), rows };
      rows = 0;
      return taken;
    },
  };
}

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Cells between tabs, `\N` for null, a backslash before what would be read as something else. */
function encode(row: readonly Loaded[]): string {
  let line = "";
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index];
    if (index > 0) line += "\t";
    if (value === null || value === undefined) line += "\\N";
    else if (typeof value === "number") line += String(value);
    else if (typeof value !== "string") line += `\\\\x${value.toString("hex")}`;
    else
      line += SPECIAL.test(value)
        ? value.replaceAll(/[\\\n\r\t]/g, (special) => ESCAPES[special] ?? special)
        : value;
  }
  return `${line}\n`;
}
