// What the YAML parser complains about -> problems in words, each at the place to mend.
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, visit, type YAMLParseError } from "yaml";
import type { Problem } from "../problem.ts";

/**
 * @param errors what the parser found; one mistake often makes it complain several times
 * @param document what it could make of the text all the same
 * @returns one problem for each line that holds a mistake
 */
export function explainYaml(
  errors: readonly YAMLParseError[],
  document: Document,
  text: string,
): readonly Problem[] {
  const lines = new Set<number>();
  const tabs = errors.find((error) => error.code === "TAB_AS_INDENT");
  return errors.flatMap((error): readonly Problem[] => {
    // A file indented with tabs has one mistake, not one in each line.
    if (error.code === "TAB_AS_INDENT" && error !== tabs) return [];
    const problem = sayError(error, document, text);
    const line = text.slice(0, problem.offset).split("\n").length;
    if (lines.has(line)) return [];
    lines.add(line);
    return [problem];
  });
}

function sayError(error: YAMLParseError, document: Document, text: string): Problem & { offset: number } {
  const [offset] = error.pos;
  const say = (message: string, hint: string | undefined, place = offset) =>
    ({ code: "yaml", at: [], offset: place, message, hint }) as const;
  const flow = /^Flow (sequence|map)/.exec(error.message)?.[1];
  if (flow !== undefined) {
    const [open, close] = flow === "map" ? ["{", "}"] : ["[", "]"];
    return say(
      `a \`${open}\` is never closed`,
      `add the \`${close}\``,
      openedAt(document, text, open, offset),
    );
  }
  switch (error.code) {
    case "TAB_AS_INDENT":
      return say("the line is indented with a tab, which YAML does not take", "indent with spaces");
    case "DUPLICATE_KEY":
      return say(`\`${wordAt(text, offset)}\` is said twice here`, "keep one of them");
    case "NON_STRING_KEY":
      return say("a list or a map cannot be a key", "write a name before the `:`");
    case "MULTIPLE_DOCS":
      return say("`---` starts a second model in this file", "keep one model in a file");
    case "MISSING_CHAR":
      if (/quote/.test(error.message))
        return say("a quote is never closed", "close it, or take it out", quotedAt(document, offset));
      return say(sentence(error.message), undefined);
    case "BAD_INDENT":
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      return say(
        "the line does not fit the lines around it",
        "check its indentation: keys that belong together start in the same column; a text that holds `: ` needs quotes",
      );
    case "BAD_SCALAR_START":
      return say(`a text cannot start with \`${text.charAt(offset)}\``, "put it in single quotes");
    case "BAD_DQ_ESCAPE":
      return say(
        `\`${text.slice(offset, offset + 2)}\` means nothing in double quotes`,
        "use single quotes, in which `\\` is just itself",
      );
    case "UNEXPECTED_TOKEN":
      return say(
        "something stands where the value has ended",
        "put the whole value in quotes; a quote inside single quotes is written twice",
      );
    default:
      return say(sentence(error.message), undefined);
  }
}

/** An alias that stands for nothing, or too many of them. */
export function explainAliases(error: ReferenceError, document: Document): Problem {
  const problem = { code: "yaml", at: [] } as const;
  const unknown = /^Unresolved alias .*: (.+)$/.exec(error.message)?.[1];
  if (unknown === undefined)
    return {
      ...problem,
      message: "the file repeats itself through aliases (`*name`) too often",
      hint: "write out what they stand for",
    };
  let offset = 0;
  visit(document, {
    Alias(_key, node) {
      if (node.source === unknown) offset = node.range?.[0] ?? 0;
    },
  });
  return {
    ...problem,
    offset,
    message: `\`*${unknown}\` stands for nothing: no \`&${unknown}\` comes before it`,
    hint: "put it in quotes if it is a text",
  };
}

/** The parser's own words as one line. */
function sentence(message: string): string {
  return message.replace(/\s+/g, " ").replace(/[.:]$/, "");
}

function wordAt(text: string, offset: number): string {
  return /^["']?([^"':\s]+)/.exec(text.slice(offset))?.[1] ?? "it";
}

function quotedAt(document: Document, before: number): number {
  let found = before;
  visit(document, {
    Scalar(_key, node) {
      const start = node.range?.[0];
      if (
        (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE") &&
        start !== undefined &&
        start < before
      )
        found = start;
    },
  });
  return found;
}

function openedAt(document: Document, text: string, open: string, before: number): number {
  let found = before;
  visit(document, {
    Node(_key, node: Node) {
      const start = node.range?.[0];
      if (!isScalar(node) && start !== undefined && start < before && text.charAt(start) === open)
        found = start;
    },
  });
  return found;
}

/** What is wrong with a `<<` that takes something other than maps. */
export function explainMerge(document: Document): Problem {
  let offset = 0;
  visit(document, {
    Pair(_key, pair) {
      if (!isScalar(pair.key) || pair.key.value !== "<<") return undefined;
      const sources = isSeq(pair.value) ? pair.value.items : [pair.value];
      const isSource = (one: unknown): boolean => isMap(isAlias(one) ? one.resolve(document) : one);
      if (sources.every(isSource)) return undefined;
      offset = pair.key.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return {
    code: "yaml",
    at: [],
    offset,
    message: "`<<` takes a map into this one, and what stands behind it is none",
    hint: "write `<<: *name` for a map that `&name` stands before, or write its keys out",
  };
}
