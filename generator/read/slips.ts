// YAML that says something else than was meant, without a word of the parser's -> a problem for each such slip.
import { type Document, isScalar, visit } from "yaml";
import type { PlacedProblem } from "./indent.ts";

/** @returns none for nearly every text; models are long, so the text is looked at before its nodes are */
export function explainSlips(document: Document, text: string): readonly PlacedProblem[] {
  return [
    ...explainMarks(document, text),
    ...explainSwallowed(document, text),
    ...explainAliases(document, text),
  ];
}

/** Texts that begin with a sign of YAML's own, and so are none; the parser takes them without a word. */
function explainMarks(document: Document, text: string): readonly PlacedProblem[] {
  if (document.warnings.length === 0 && !text.includes("&")) return [];
  const found: PlacedProblem[] = [];
  const say = (offset: number, sign: string): void => {
    found.push({
      code: "yaml",
      at: [],
      offset,
      message: `\`${sign}\` is no text: a text cannot start with \`${sign.charAt(0)}\``,
      hint: "put it in single quotes",
    });
  };
  for (const { code, pos, message } of document.warnings) {
    const tag = /^Unresolved tag: (\S+)/.exec(message)?.[1];
    if (code === "TAG_RESOLVE_FAILED" && tag !== undefined) say(pos[0], tag);
  }
  visit(document, {
    Scalar(_key, node) {
      if (node.value === null && node.anchor !== undefined)
        say((node.range?.[0] ?? 0) - node.anchor.length - 1, `&${node.anchor}`);
    },
  });
  return found;
}

/** List items that the parser takes for a part of the text above them. */
function explainSwallowed(document: Document, text: string): readonly PlacedProblem[] {
  if (!/^( *)- [^\n]*\n\1 +-/m.test(text)) return [];
  const found: PlacedProblem[] = [];
  visit(document, {
    Seq(_key, list) {
      if (list.flow === true) return;
      for (const item of list.items) {
        if (!isScalar(item) || item.type !== "PLAIN" || item.range === undefined || item.range === null)
          continue;
        const [from, to] = item.range;
        const swallowed = /\n[ ]*-/.exec(text.slice(from, to));
        if (swallowed === null) continue;
        const dash = from + swallowed.index + swallowed[0].length - 1;
        const column = from - (text.lastIndexOf("\n", from) + 1) - 1;
        const isApart = /^-\s/.test(text.slice(dash));
        found.push({
          code: "yaml",
          at: [],
          offset: dash,
          message: "the line is taken for a part of the text above it",
          hint: isApart
            ? `start it in column ${column}, as the lines around it`
            : "write a blank behind the `-`",
        });
      }
    },
  });
  return found;
}

/** Aliases that stand for nothing. */
function explainAliases(document: Document, text: string): readonly PlacedProblem[] {
  if (!text.includes("*")) return [];
  const found: PlacedProblem[] = [];
  visit(document, {
    Alias(_key, node) {
      if (node.resolve(document) !== undefined) return;
      found.push({
        code: "yaml",
        at: [],
        offset: node.range?.[0] ?? 0,
        message: `\`*${node.source}\` stands for nothing: no \`&${node.source}\` comes before it`,
        hint: "put it in quotes if it is a text",
      });
    },
  });
  return found;
}
