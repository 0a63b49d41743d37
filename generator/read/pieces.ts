// The text of looker.yml -> its plain value, a noun at a time, so that nouns whose text was read before are not read again.
import { parseDocument } from "yaml";
import { explainSlips } from "./slips.ts";

/** The plain value of each piece of text that was read so far. */
export type Pieces = Map<string, unknown>;

/** How the YAML of a model is read. */
export const YAML = { prettyErrors: false, merge: true, stringKeys: true } as const;

/** A section's name on a line of its own, and what may stand behind it. */
const SECTION = /^([a-z_]+):(?: (.*))?$/;
const NOTHING = /^\s*(?:#.*)?$/;

/**
 * Cuts the text where sections begin, and sections of maps where their nouns begin. A cut in the wrong place (in a
 * quoted text of several lines, say) leaves a piece that is no YAML, and then nothing is said.
 * @param known filled with what is read
 * @returns undefined where only reading the text as a whole can tell what it says, or what is wrong with it
 */
export function readPieces(text: string, known: Pieces): Readonly<Record<string, unknown>> | undefined {
  const sections = sectionsOf(text);
  if (sections === undefined) return undefined;
  const whole: Record<string, unknown> = {};
  for (const { name, lines } of sections) {
    if (Object.hasOwn(whole, name)) return undefined;
    const nouns = nounsOf(lines);
    const value = nouns === undefined ? valueOf(lines, name, known) : mapOf(nouns, known);
    if (value === undefined) return undefined;
    whole[name] = value;
  }
  return whole;
}

interface Section {
  readonly name: string;
  readonly lines: string[];
}

function sectionsOf(text: string): readonly Section[] | undefined {
  if (/[\t\r]/.test(text)) return undefined;
  const sections: Section[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith(" ") || line.startsWith("#") || line === "") {
      if (sections.length > 0) sections.at(-1)?.lines.push(line);
      else if (!NOTHING.test(line)) return undefined;
      continue;
    }
    const name = SECTION.exec(line)?.[1];
    if (name === undefined) return undefined;
    sections.push({ name, lines: [line] });
  }
  return sections.length === 0 ? undefined : sections;
}

/** The lines of each noun of a section; undefined for one that is no map of nouns. */
function nounsOf([header = "", ...body]: readonly string[]): readonly (readonly string[])[] | undefined {
  if (!NOTHING.test(SECTION.exec(header)?.[2] ?? "")) return undefined;
  const first = body.find((line) => !NOTHING.test(line));
  if (first === undefined) return undefined;
  const depth = first.length - first.trimStart().length;
  const nouns: string[][] = [];
  for (const line of body) {
    const indent = line.length - line.trimStart().length;
    if (indent > depth || NOTHING.test(line)) {
      nouns.at(-1)?.push(line);
      continue;
    }
    if (indent < depth || !/^ +[\w"'].*:/.test(line)) return undefined;
    nouns.push([line]);
  }
  return nouns;
}

function mapOf(nouns: readonly (readonly string[])[], known: Pieces): Record<string, unknown> | undefined {
  const map: Record<string, unknown> = {};
  for (const lines of nouns) {
    const noun = read(lines, known);
    if (noun === undefined) return undefined;
    const [name = "", ...more] = Object.keys(noun);
    if (more.length > 0 || name === "" || Object.hasOwn(map, name)) return undefined;
    map[name] = noun[name];
  }
  return map;
}

/** Null is a value. */
function valueOf(lines: readonly string[], name: string, known: Pieces): unknown {
  const section = read(lines, known);
  if (section === undefined) return undefined;
  const keys = Object.keys(section);
  return keys.length === 1 && keys[0] === name ? section[name] : undefined;
}

function read(lines: readonly string[], known: Pieces): Readonly<Record<string, unknown>> | undefined {
  const text = lines.join("\n");
  const before = known.get(text);
  if (before !== undefined) return before as Readonly<Record<string, unknown>>;
  const document = parseDocument(text, YAML);
  if (document.errors.length > 0 || explainSlips(document, text).length > 0) return undefined;
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    // An alias of something that stands in another piece; the library throws in several ways, and the whole tells.
    return undefined;
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  // JavaScript would take it for an object's ancestry.
  if (text.includes("__proto__")) return undefined;
  known.set(text, value);
  return value as Readonly<Record<string, unknown>>;
}
