// The text of a query -> the same laid out for people: long lines broken, nothing but white space changed.
import { formatDialect, postgresql } from "sql-formatter";
import type { Query } from "../query.ts";
import { showQuery } from "./show.ts";

/** Lines are broken where they would be longer than this, in characters. */
const WIDTH = 80;

/**
 * As {@link showQuery}, but laid out. What the formatter cannot read, or would change, stays as it is run.
 * @returns ends with a line break
 */
export function showReadable(query: Query): string {
  return showQuery({ ...query, text: readable(query.text) });
}

function readable(text: string): string {
  let laidOut: string;
  try {
    laidOut = joinShort(
      formatDialect(text, { dialect: postgresql, keywordCase: "preserve", expressionWidth: WIDTH }),
    );
  } catch {
    // A model may say what this formatter does not know; the database does.
    return text;
  }
  return essence(laidOut) === essence(text) ? laidOut : text;
}

/** The formatter begins a new line after every clause; what is short reads better beside its word. */
function joinShort(sql: string): string {
  const lines = sql.split("\n");
  const joined: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const [, indent, clause] = CLAUSE.exec(line) ?? [];
    const body = indent === undefined ? [] : bodyAt(lines, at + 1, indent.length);
    const whole = [line, ...body.map((one) => one.trim())].join(" ");
    // Where a comment or a quoted text begins, a line end may mean something.
    const plain = body.length > 0 && !/--|\/\*|'|\($/m.test(body.join("\n"));
    if (!plain || whole.length > WIDTH || (body.length > 1 && !LISTS.has(clause ?? ""))) {
      joined.push(line);
      continue;
    }
    joined.push(whole);
    at += body.length;
  }
  return joined.join("\n");
}

const CLAUSE = /^( *)(FROM|WHERE|GROUP BY|PARTITION BY|HAVING|ORDER BY|LIMIT|OFFSET)$/;
const LISTS: ReadonlySet<string> = new Set(["GROUP BY", "PARTITION BY", "ORDER BY"]);

/** The lines from a place on that are indented more. */
function bodyAt(lines: readonly string[], from: number, indent: number): readonly string[] {
  const rest = lines.slice(from);
  const end = rest.findIndex((line) => line.search(/\S/) <= indent);
  return end === -1 ? rest : rest.slice(0, end);
}

/** The text without white space, but for that in quoted texts and names. */
function essence(text: string): string {
  return text
    .split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/)
    .map((piece, at) => (at % 2 === 1 ? piece : piece.replaceAll(/\s+/g, "")))
    .join("");
}
