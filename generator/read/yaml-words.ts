// What the YAML parser complains about -> problems in words, each at the place to mend.
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, visit, type YAMLParseError } from "yaml";
import type { Problem } from "../problem.ts";
import type { PlacedProblem } from "./indent.ts";

/** Whether a complaint is that a line does not fit the lines around it. */
export function isOfLines({ message }: Problem): boolean {
  return message === MISFIT || message.startsWith("Implicit ");
}

const MISFIT = "the line does not fit the lines around it";

/** What the parser complains about, in words and at the place to mend. */
export function explainError(error: YAMLParseError, document: Document, text: string): PlacedProblem {
  const begin = text.lastIndexOf("\n", error.pos[0] - 1) + 1;
  // Whatever the parser makes of it, a line that begins with a tab has that mistake.
  const isTabbed = text.charAt(begin) === "\t";
  const offset = isTabbed ? begin : error.pos[0];
  const say = (message: string, hint: string | undefined, place = offset, until?: number): PlacedProblem => ({
    code: "yaml",
    at: [],
    offset: place,
    message,
    hint,
    ...(until === undefined ? {} : { until }),
  });
  if (isTabbed) return say("the line is indented with a tab, which YAML does not take", "indent with spaces");
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
    case "DUPLICATE_KEY": {
      // The parser points before the line of a key that follows one without a value.
      const place = offset + (/^\s*(?:#.*\s*)*/.exec(text.slice(offset))?.[0].length ?? 0);
      const word = wordAt(text, place);
      const between = betweenEqual(document, word, place);
      if (between === undefined) return say(`\`${word}\` is said twice here`, "keep one of them", place);
      return say(
        `\`${word}\`, which follows \`${between.name}\`, is said twice`,
        `check the indentation of \`${between.name}:\`: what belongs to it starts further in`,
        between.offset,
        between.until,
      );
    }
    case "NON_STRING_KEY":
      return say("a list or a map cannot be a key", "write a name before the `:`");
    case "BLOCK_IN_FLOW":
      return say(
        "a second `: ` stands in one value",
        "put the text in single quotes, or a `,` before the next name",
      );
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
        MISFIT,
        "check its indentation: keys that belong together start in the same column; a text that holds `: ` needs quotes",
      );
    case "BAD_SCALAR_START":
      return say(`a text cannot start with \`${text.charAt(offset)}\``, "put it in single quotes");
    case "BAD_DQ_ESCAPE":
      return say(
        `\`${text.slice(offset, offset + 2)}\` means nothing in double quotes`,
        "use single quotes, in which `\\` is just itself",
      );
    case "UNEXPECTED_TOKEN": {
      const sign = text.charAt(offset);
      if (sign === "}" || sign === "]") return say(`a \`${sign}\` closes what is not open`, "take it out");
      if (sign === "{" && text.charAt(offset - 1) === "$")
        return say("a text that holds `${` needs quotes", "put the whole text in single quotes", offset - 1);
      return say(
        "something stands where the value has ended",
        "put the whole value in quotes; a quote inside single quotes is written twice",
      );
    }
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

/** The key between two equal ones that seems to hold too little: the second one was meant to stand in it. */
function betweenEqual(
  document: Document,
  word: string,
  offset: number,
): { readonly name: string; readonly offset: number; readonly until: number } | undefined {
  let found: { readonly name: string; readonly offset: number; readonly until: number } | undefined;
  visit(document, {
    Map(_key, map) {
      const keys = map.items.map(({ key }) => (isScalar(key) ? key : undefined));
      const second = keys.findIndex((key) => key?.value === word && key.range?.[0] === offset);
      const first = keys.findIndex((key) => key?.value === word);
      if (second <= first) return undefined;
      const again = keys.filter((key, index) => keys.findIndex((one) => one?.value === key?.value) < index);
      const between = map.items[second - 1];
      const isEmpty = isScalar(between?.value) && between.value.value === null;
      if (
        second - 1 > first &&
        isScalar(between?.key) &&
        (isEmpty || (again.length > 1 && isMap(between.value)))
      )
        found = {
          name: String(between.key.value),
          offset: between.key.range?.[0] ?? offset,
          until: again.at(-1)?.range?.[0] ?? offset,
        };
      return visit.BREAK;
    },
  });
  return found;
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
