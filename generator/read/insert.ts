// The text of looker.yml -> the same text with one key trusted, everything else as it stands.
import { isMap, isPair, isScalar, parseDocument, type YAMLMap } from "yaml";

/**
 * Adds a line below `sources.<source>.signed_by`, which is made when it is not there. Comments, order and
 * spelling of all that is there stay.
 * @param text of a model
 * @param line `id: {key: …}` without indentation
 * @returns undefined where the place is not written as indented lines, or not in this file
 */
export function insertTrust(text: string, source: string, line: string): string | undefined {
  const found = parseDocument(text).getIn(["sources", source], true);
  if (!isMap(found) || found.flow === true) return undefined;
  const trusted = found.get("signed_by", true);
  if (isMap(trusted)) return trusted.flow === true ? undefined : before(text, trusted, undefined, line);
  if (trusted !== undefined) return undefined;
  return before(text, found, "columns", "signed_by:", `  ${line}`);
}

/** Lines before a key of a map, or before its first one. */
function before(
  text: string,
  map: YAMLMap,
  wanted: string | undefined,
  ...lines: readonly string[]
): string | undefined {
  const starts = map.items.flatMap((pair) =>
    isPair(pair) && isScalar(pair.key) && pair.key.range
      ? [{ name: pair.key.value, at: pair.key.range[0] }]
      : [],
  );
  const at = (starts.find(({ name }) => name === wanted) ?? starts[0])?.at;
  if (at === undefined) return undefined;
  const begin = text.lastIndexOf("\n", at - 1) + 1;
  const indent = text.slice(begin, at);
  if (indent.trim() !== "") return undefined;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  return `${text.slice(0, begin)}${lines.map((one) => indent + one + end).join("")}${text.slice(begin)}`;
}
