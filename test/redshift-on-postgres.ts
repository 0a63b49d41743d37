// Redshift's SQL -> the same for Postgres, as far as Redshift has functions that Postgres spells otherwise.

/** Lists, times moved by periods, and what lies between two; everything else both warehouses understand. */
export function onPostgres(text: string): string {
  return between(
    moved(
      text.replaceAll(
        /LISTAGG\(DISTINCT (.*), ('\|RECORD\|')\) WITHIN GROUP \((ORDER BY .*)\)(?= AS |$)/gm,
        "STRING_AGG(DISTINCT $1, $2 $3)",
      ),
    ),
  );
}

/** `DATEDIFF(month, a, b)`, which counts months that begin, and `DATEDIFF(microsecond, a, b)`. */
function between(text: string): string {
  const at = text.lastIndexOf("DATEDIFF(");
  if (at < 0) return text;
  const end = closing(text, at + "DATEDIFF".length);
  const [unit, from = "", to = ""] = listed(text.slice(at + "DATEDIFF(".length, end));
  const part = (name: string, time: string): string => `EXTRACT(${name} FROM CAST(${time} AS TIMESTAMP))`;
  const count =
    unit === "month"
      ? `(${part("YEAR", to)} - ${part("YEAR", from)}) * 12 + ${part("MONTH", to)} - ${part("MONTH", from)}`
      : `(${part("EPOCH", to)} - ${part("EPOCH", from)}) * 1000000`;
  if (unit !== "month" && unit !== "microsecond") throw new Error(`nobody counts ${unit}`);
  return between(`${text.slice(0, at)}CAST(${count} AS BIGINT)${text.slice(end + 1)}`);
}

/** What stands between the commas that are in no bracket and in no text. */
function listed(text: string): readonly string[] {
  const parts = [""];
  let [depth, isText] = [0, false];
  for (const sign of text) {
    if (sign === "'") isText = !isText;
    if (!isText && sign === "(") depth += 1;
    if (!isText && sign === ")") depth -= 1;
    if (sign === "," && depth === 0 && !isText) parts.push("");
    else parts.push(`${parts.pop()}${sign}`);
  }
  return parts.map((part) => part.trim());
}

/** `DATEADD(year, -1, x)` -> `(x + INTERVAL '-1 year')`, the innermost first. */
function moved(text: string): string {
  const at = text.lastIndexOf("DATEADD(");
  if (at < 0) return text;
  const end = closing(text, at + "DATEADD".length);
  const [unit = "", count = "", ...time] = text.slice(at + "DATEADD(".length, end).split(", ");
  const [number, word] = unit === "quarter" ? [3 * Number(count), "month"] : [Number(count), unit];
  return moved(
    `${text.slice(0, at)}(${time.join(", ")} + INTERVAL '${number} ${word}')${text.slice(end + 1)}`,
  );
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error("a bracket is never closed");
}
