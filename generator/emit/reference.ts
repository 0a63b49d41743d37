// The guide, the rules and the codes of problems -> the reference page of the model format.
import { parse, stringify } from "yaml";
import { RULES } from "../check/check.ts";
import { hazardRules } from "../check/hazards.ts";
import { GUIDE } from "../guide/guide.ts";
import type { KeyNote, NounNote } from "../guide/noun.ts";
import { PROBLEM_CODES } from "../problem.ts";
import type { File } from "./file.ts";

const LONGEST_SAMPLE = 90;

/** @returns `docs/model.md`, in GitHub's Markdown */
export function emitReference(): File {
  const examples = [...new Set(GUIDE.map((noun) => noun.example))];
  return {
    path: "docs/model.md",
    text: [
      "<!-- Made by Viewfinder from its own model format. Do not edit: `UPDATE=1 npx vitest run test/guide.test.ts` writes it. -->",
      "",
      "# What looker.yml can say",
      "",
      "One file is the whole model. `viewfinder check` finds every mistake in it, with its line; `looker.schema.json` lets an editor complete and explain the keys.",
      "",
      ...GUIDE.flatMap(section),
      "## Two whole models",
      "",
      "Every key above is used in one of them.",
      "",
      ...examples.flatMap((example) => ["```yaml", example.trimEnd(), "```", ""]),
      "## What check says",
      "",
      "Each problem is printed with its code. The exit code is 1 when there is one; warnings leave it at 0.",
      "",
      "| code | what it means |",
      "|---|---|",
      ...Object.entries(PROBLEM_CODES).map(([code, sentence]) => `| \`${code}\` | ${cell(sentence)} |`),
      "",
      "What must hold of every model:",
      "",
      ...RULES.map((rule) => `- ${rule.sentence}.`),
      "",
      "What gives a warning when it does not hold:",
      "",
      ...hazardRules.map((rule) => `- ${rule.sentence}.`),
      "",
    ].join("\n"),
  };
}

function section(noun: NounNote): readonly string[] {
  const samples = samplesOf(noun);
  return [
    noun.place.includes("<") ? `## \`${noun.place}\`` : `## ${noun.place}`,
    "",
    noun.say,
    "",
    "| key | what it says | for example |",
    "|---|---|---|",
    ...Object.entries(noun.keys).map(
      ([key, note]) => `| \`${key}\` | ${cell(sentenceOf(note))} | ${sampleCell(key, samples.get(key))} |`,
    ),
    "",
  ];
}

function sentenceOf({ say, words, otherwise }: KeyNote): string {
  const one = words === undefined ? "" : ` One of: ${words.map((word) => `\`${word}\``).join(", ")}.`;
  return `${say}${/`\w+`.*`\w+`/.test(say) ? "" : one}${otherwise === undefined ? "" : ` Not written: ${otherwise}.`}`;
}

/** The first value of each key among the nouns of this kind in the example. */
export function samplesOf(noun: NounNote): ReadonlyMap<string, unknown> {
  const samples = new Map<string, unknown>();
  for (const one of standing(parse(noun.example), noun.place)) {
    if (one === null || typeof one !== "object") continue;
    for (const [key, value] of Object.entries(one)) if (!samples.has(key)) samples.set(key, value);
  }
  return samples;
}

/** Everything that stands at a place such as `sources.<name>.columns.<name>` or `questions.<name>.examples[]`. */
function standing(root: unknown, place: string): readonly unknown[] {
  if (!/[.[]/.test(place)) return [root];
  return place.split(".").reduce<readonly unknown[]>(
    (found, step) => {
      const name = step.replace(/\[\]$/, "");
      return found.flatMap((one): readonly unknown[] => {
        if (one === null || typeof one !== "object") return [];
        if (step === "<name>") return Object.values(one);
        const inside = (one as Readonly<Record<string, unknown>>)[name];
        return step.endsWith("[]") && Array.isArray(inside) ? inside : [inside];
      });
    },
    [root],
  );
}

function sampleCell(key: string, value: unknown): string {
  if (value === undefined) return "";
  const text = stringify(
    { [key]: value },
    { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 },
  )
    .trim()
    .replace(/^\{(.*)\}$/s, "$1");
  if (text.length > LONGEST_SAMPLE) return "see below";
  return `\`${cell(text)}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");
}
