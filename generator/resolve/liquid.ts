// SQL with Liquid in it -> pieces: the few tags that mean the same in Looker and in a planned query, and the SQL between.
import { holdsIncrement, incrementOn } from "../increment.ts";
import type { Branch, LiquidTest, Piece } from "../model/expression.ts";
import { readLiquidTest, readName, type SqlTrouble } from "./liquid-test.ts";
import { sqlTrouble } from "./sql-text.ts";

/** Tags and outputs, the one in quotes before the one without. */
const TAGS = /('\{\{[^]*?\}\}'|\{%[^]*?%\}|\{\{[^]*?\}\})/;
const OUTPUT = /^('?)\{\{-?\s*_user_attributes\s*\[\s*(['"])([a-z][a-z0-9_]*)\2\s*\]\s*-?\}\}('?)$/;
/** Stands for a tag while the SQL around it is judged: a sign of no language. */
const TAG = "\uE000";

/** How the SQL between tags is read. */
export type ReadText = (text: string) => readonly Piece[];

/** True of SQL that holds Liquid. */
export function holdsLiquid(sql: string): boolean {
  return TAGS.test(sql);
}

/**
 * @param view the view that names without one belong to
 * @param readText what makes pieces of the SQL between tags
 * @returns the pieces, and everything that is wrong
 */
export function readLiquid(
  sql: string,
  view: string,
  readText: ReadText,
): { readonly pieces: readonly Piece[]; readonly troubles: readonly SqlTrouble[] } {
  const reader = new Reader(sql.split(TAGS), view, readText);
  const { pieces } = reader.sequence([]);
  return { pieces, troubles: reader.troubles };
}

interface Sequence {
  readonly pieces: readonly Piece[];
  /** What ended it: the tag's word and what stands behind it; undefined at the end of the SQL. */
  readonly end: { readonly word: string; readonly rest: string } | undefined;
}

class Reader {
  readonly troubles: SqlTrouble[] = [];
  readonly #parts: readonly string[];
  readonly #view: string;
  readonly #readText: ReadText;
  #next = 0;

  constructor(parts: readonly string[], view: string, readText: ReadText) {
    this.#parts = parts;
    this.#view = view;
    this.#readText = readText;
  }

  /** Reads up to one of the words in `ends`, or to the end of the SQL. */
  sequence(ends: readonly string[]): Sequence {
    const pieces: Piece[] = [];
    let around = "";
    let end: Sequence["end"];
    while (this.#next < this.#parts.length && end === undefined) {
      const isTag = this.#next % 2 === 1;
      const part = this.#parts[this.#next] ?? "";
      this.#next += 1;
      if (!isTag) {
        around += part;
        if (part !== "") pieces.push(...this.#readText(part));
        continue;
      }
      const { word, rest } = tagOf(part);
      if (ends.includes(word)) end = { word, rest };
      else {
        around += TAG;
        pieces.push(...this.#tag(part, word, rest));
      }
    }
    this.#judge(around, ends.length > 0);
    return { pieces, end };
  }

  #tag(part: string, word: string, rest: string): readonly Piece[] {
    if (part.startsWith("{{") || part.startsWith("'")) return this.#output(part);
    switch (word) {
      case "parameter":
        return [{ kind: "parameter", ...this.#name(rest) }];
      case "condition": {
        const name = this.#name(rest);
        const { pieces, end } = this.sequence(["endcondition"]);
        if (end === undefined) this.#unclosed("condition");
        return [{ kind: "condition", ...name, pieces }];
      }
      case "incrementcondition":
        return this.#increment(rest);
      case "endincrementcondition":
        this.#complain(
          "`{% endincrementcondition %}` closes nothing",
          "take it out, or add `{% incrementcondition %}` before the column",
        );
        return [];
      case "if":
        return [this.#choice(this.#test(rest))];
      case "unless":
        return [this.#unless(this.#test(rest))];
      default:
        this.#complain(
          `the Liquid tag \`{% ${word} %}\` is not one that the fallback server follows`,
          "of Liquid, SQL may hold `condition`, `parameter`, `if`, `elsif`, `else` and `unless`, and that of a table with `increment_key` holds `incrementcondition`",
        );
        return [];
    }
  }

  #increment(named: string): readonly Piece[] {
    const { pieces, end } = this.sequence(["endincrementcondition"]);
    if (end === undefined) this.#unclosed("incrementcondition");
    else if (pieces.every((piece) => piece.kind === "text" && piece.text.trim() === "") || named !== "")
      this.#complain(
        named === ""
          ? "`{% incrementcondition %}` holds no column"
          : `\`{% incrementcondition ${named} %}\` names something, and Looker reads no name there`,
        "write the column between the tags: `{% incrementcondition %} column {% endincrementcondition %}`",
      );
    else if (holdsIncrement(pieces))
      this.#complain(
        "`{% incrementcondition %}` stands inside another one",
        "close the first with `{% endincrementcondition %}` before the second",
      );
    // After a complaint nothing is planned, so that what lies inside may be left out.
    return incrementOn(holdsIncrement(pieces) ? [] : pieces);
  }

  #choice(first: LiquidTest | undefined): Piece {
    const branches: Branch[] = [];
    let when = first;
    for (;;) {
      const { pieces, end } = this.sequence(["elsif", "else", "endif"]);
      branches.push({ when, pieces });
      if (end?.word === "elsif") when = this.#test(end.rest);
      else if (end?.word === "else") when = undefined;
      else {
        if (end === undefined) this.#unclosed("if");
        const last = branches.findIndex((branch) => branch.when === undefined);
        if (last >= 0 && last < branches.length - 1 && this.troubles.length === 0)
          this.#complain("a branch stands behind `{% else %}`, where nothing reaches it", "put `else` last");
        return { kind: "choice", branches };
      }
    }
  }

  #unless(when: LiquidTest | undefined): Piece {
    const passed = this.sequence(["else", "endunless"]);
    const otherwise = passed.end?.word === "else" ? this.sequence(["endunless"]) : undefined;
    if ((otherwise ?? passed).end === undefined) this.#unclosed("unless");
    return {
      kind: "choice",
      branches: [
        { when, pieces: otherwise?.pieces ?? [] },
        { when: undefined, pieces: passed.pieces },
      ],
    };
  }

  #output(part: string): readonly Piece[] {
    const [, open, , attribute, close] = OUTPUT.exec(part) ?? [];
    if (attribute === undefined || open !== close) {
      this.#complain(
        `\`${part}\` is not Liquid that the fallback server follows`,
        "an output can only be `{{ _user_attributes['name'] }}`; a parameter is written `{% parameter name %}`",
      );
      return [];
    }
    return [{ kind: "user_attribute", attribute, quoted: open === "'" }];
  }

  #name(written: string): { readonly view: string; readonly field: string } {
    const name = readName(written.trim(), this.#view);
    if (name === undefined)
      this.#complain(`\`${written}\` is not a field`, "write its name, or `view.field`");
    return name ?? { view: this.#view, field: "" };
  }

  #test(written: string): LiquidTest | undefined {
    const test = readLiquidTest(written, this.#view);
    if (!("message" in test)) return test;
    this.troubles.push(test);
    return undefined;
  }

  #judge(around: string, nested: boolean): void {
    if (nested && around.trim() === "") return;
    const trouble = sqlTrouble(around);
    if (trouble !== undefined) this.troubles.push(trouble);
    else if (new RegExp(`'[^']*${TAG}[^']*'|"[^"]*${TAG}[^"]*"`).test(quotedOnly(around)))
      this.#complain(
        "Liquid stands inside quotes, where a bound value cannot go",
        "take the quotes away; a parameter of type string brings its own",
      );
  }

  #unclosed(word: string): void {
    this.#complain(`\`{% ${word} … %}\` is never closed`, `add \`{% end${word} %}\``);
  }

  #complain(message: string, hint: string): void {
    this.troubles.push({ message, hint });
  }
}

/** The quoted parts of SQL alone, so that what stands between two of them is not taken for quoted. */
function quotedOnly(sql: string): string {
  return (sql.match(/'[^']*'|"[^"]*"/g) ?? []).join(" ");
}

function tagOf(part: string): { readonly word: string; readonly rest: string } {
  const [, word = "", rest = ""] = /^\{%-?\s*(\w*)\s*([^]*?)\s*-?%\}$/.exec(part) ?? [];
  return { word, rest };
}
