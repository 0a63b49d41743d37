// A template and what it shows -> the text of a file.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type Handlebars from "handlebars";
import { HEADER } from "../file.ts";
import { printByHand } from "./by-hand.ts";
import type { ByHandPlace } from "./parameters.ts";
import { printBlock, printComment, printParameter } from "./print-parameter.ts";
import { printYaml } from "./yaml.ts";

/** Stands for a parameter that is not given; a line that holds nothing else goes. */
const NOTHING = "\u0000";
/** Stands for a line break inside a value; the lines after it go as deep as the first. */
const BREAK = "\u0001";

const FOLDER = new URL("./templates/", import.meta.url);

let prepared: typeof Handlebars | undefined;
/** By name: a project prints each of them for hundreds of files. */
const compiledTemplates = new Map<string, Handlebars.TemplateDelegate>();

/**
 * @param template name of a file in templates/, without its ending
 * @param data what the template shows; a name it lacks is a bug and throws
 * @returns the text, with a line break at the end
 */
export function print(template: string, data: object): string {
  prepared ??= prepare();
  let compiled = compiledTemplates.get(template);
  if (compiled === undefined) {
    compiled = prepared.compile(`{{> ${template}}}`, OPTIONS);
    compiledTemplates.set(template, compiled);
  }
  return settle(compiled(data));
}

const OPTIONS = { strict: true, noEscape: true } as const;

/** A private Handlebars, so that no other user of the library sees our helpers; LookML is not HTML, hence no escaping. */
function prepare(): typeof Handlebars {
  // Loaded by the first file that is printed: most commands print none, and it takes its time.
  const { create, Visitor } = createRequire(import.meta.url)("handlebars") as typeof Handlebars;
  /** Handlebars' strict mode lets what is handed to helpers be missing; this asks for it there too. */
  class EveryNameMustExist extends Visitor {
    override PathExpression(path: hbs.AST.PathExpression & { strict?: boolean }): void {
      path.strict = true;
    }
  }
  const handlebars = create();
  handlebars.registerHelper({
    header: () => HEADER,
    block: (type: string, title: unknown) => printBlock(type, isOptions(title) ? undefined : title),
    param: (name: string, value: unknown) => onLines(printParameter(name, value)),
    byhand: (place: ByHandPlace, written: Readonly<Record<string, unknown>> | undefined) =>
      onLines(printByHand(place, written)),
    comment: (text: string | undefined) => onLines(text === undefined ? undefined : printComment(text)),
    yaml: (value: unknown) => printYaml(value),
  });
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".hbs"))) {
    const tree = handlebars.parse(readFileSync(new URL(file, FOLDER), "utf8"));
    new EveryNameMustExist().accept(tree);
    handlebars.registerPartial(file.slice(0, -".hbs".length), handlebars.compile(tree, OPTIONS));
  }
  return handlebars;
}

function onLines(printed: string | undefined): string {
  return printed === undefined ? NOTHING : printed.replaceAll("\n", BREAK);
}

/** Handlebars hands every helper its options last; a helper called without a value gets them in its place. */
function isOptions(value: unknown): boolean {
  return typeof value === "object" && value !== null && "hash" in value;
}

function settle(text: string): string {
  const lines = text
    .split("\n")
    .filter((line) => line.trim() !== NOTHING)
    .filter((line, index, all) => line !== "" || all[index - 1] !== "");
  return (
    lines
      .map((line) => {
        const depth = /^ */.exec(line)?.[0] ?? "";
        return line.replaceAll(NOTHING, "").replaceAll(BREAK, `\n${depth}`).replace(/ +$/gm, "");
      })
      .join("\n")
      // A block whose first parameters are not given opens on what comes next, or closes at once.
      .replace(/ \{\n\n/g, " {\n")
      .replace(/ \{\n *\}$/gm, " {}")
  );
}
