// A question and a day -> the name of the file its answer is saved under.
import { findExplore, findView, type Model } from "../../../generator/index.ts";
import type { QueryColumn } from "../../query.ts";
import type { WholeQuestion } from "../../question.ts";

/** The longest name, ending left out: every file system takes it, also with an `incomplete-` in front. */
const LONGEST = 120;

/** The question as a title, e.g. `Average Budget by Genre`; rows are called what the view calls them. */
export function titleOf(
  model: Model,
  question: WholeQuestion,
  columns: readonly QueryColumn[],
  scope: "answer" | "rows",
): string {
  const view = findView(model, findExplore(model, question.view)?.view ?? "");
  const labels = (category: QueryColumn["category"]): string =>
    columns
      .filter((column) => column.category === category)
      .map((column) => column.label)
      .join(", ");
  const filtered = Object.entries(question.filters)
    .filter(([, expression]) => expression.trim() !== "")
    .map(([, expression]) => expression)
    .join(", ");
  const measures = labels("measure");
  const dimensions = labels("dimension");
  const many = view?.noun.many ?? question.view;
  const asked =
    scope === "rows"
      ? `${many.charAt(0).toUpperCase()}${many.slice(1)}`
      : measures === ""
        ? dimensions
        : `${measures}${dimensions === "" ? "" : ` by ${dimensions}`}`;
  return `${asked}${filtered === "" ? "" : ` - ${filtered}`}`;
}

/**
 * @param day of the download, `YYYY-MM-DD`
 * @returns a name without anything a file system or a header could stumble over
 */
export function fileName(
  title: string,
  day: string,
  options: { readonly ending: string; readonly incomplete: boolean },
): string {
  const safe = title
    .normalize("NFC")
    // Separators of paths, wildcards, and signs that are not seen or turn the text around.
    .replaceAll(/[\\/:*?"<>|%\p{C}]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/^\.+/, "");
  const short = Array.from(safe).slice(0, LONGEST).join("").trim();
  return `${options.incomplete ? "incomplete-" : ""}${short === "" ? "rows" : short} ${day}.${options.ending}`;
}

/** The header `Content-Disposition` (RFC 6266): a plain name for old clients, and the true one. */
export function disposition(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\x20-\x7E]/g, "_")
    .replaceAll(/["\\]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
