// Bytes as Redshift takes and shows them, in bare hexadecimal <-> as Postgres does, with `\x` before it.
import type { Message } from "./wire.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const MARK = Buffer.from("\\x");

/**
 * CSV with bytes in bare hexadecimal -> the same for Postgres.
 * @param columns the places of the columns that hold bytes; what is null there begins with a backslash
 */
export function markBytes(csv: Buffer, columns: ReadonlySet<number>): Buffer {
  if (columns.size === 0) return csv;
  const parts: Buffer[] = [];
  let quoted = false;
  let column = 0;
  let from = 0;
  let fresh = true;
  for (let at = 0; at < csv.length; at += 1) {
    const byte = csv[at];
    if (fresh && columns.has(column) && byte !== MARK[0]) {
      parts.push(csv.subarray(from, at), MARK);
      from = at;
    }
    fresh = false;
    if (byte === QUOTE) quoted = !quoted;
    else if (!quoted && byte === COMMA) {
      column += 1;
      fresh = true;
    } else if (!quoted && byte === LF) {
      column = 0;
      fresh = true;
    }
  }
  parts.push(csv.subarray(from));
  return Buffer.concat(parts);
}

const BYTEA = 17;
const VARBYTE = 6_551;

/** Shows columns of bytes as Redshift does. Takes the messages of a session in order. */
export function createShower(): (message: Message) => Message {
  let shown: ReadonlySet<number> = new Set();
  return (message) => {
    if (message.type === "T") {
      const { found, body } = retype(message.body);
      shown = found;
      return { type: "T", body };
    }
    if (message.type === "D" && shown.size > 0) return { type: "D", body: unmark(message.body, shown) };
    return message;
  };
}

/** RowDescription: the columns of bytes in text format get the type they have in Redshift. */
function retype(described: Buffer): { readonly found: ReadonlySet<number>; readonly body: Buffer } {
  const found = new Set<number>();
  const body = Buffer.from(described);
  let at = 2;
  for (let column = 0; column < body.readInt16BE(0); column += 1) {
    at = body.indexOf(0, at) + 1;
    const isText = body.readInt16BE(at + 16) === 0;
    if (body.readInt32BE(at + 6) === BYTEA && isText) {
      body.writeInt32BE(VARBYTE, at + 6);
      found.add(column);
    }
    at += 18;
  }
  return { found, body };
}

function unmark(row: Buffer, columns: ReadonlySet<number>): Buffer {
  const parts: Buffer[] = [row.subarray(0, 2)];
  let at = 2;
  for (let column = 0; column < row.readInt16BE(0); column += 1) {
    const length = row.readInt32BE(at);
    const cell = row.subarray(at + 4, at + 4 + Math.max(0, length));
    at += 4 + cell.length;
    const shown = columns.has(column) && length >= 2 ? cell.subarray(2) : cell;
    const head = Buffer.alloc(4);
    head.writeInt32BE(length < 0 ? -1 : shown.length);
    parts.push(head, shown);
  }
  return Buffer.concat(parts);
}
