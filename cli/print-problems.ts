// Problems and warnings of a model -> what a person, a script, GitHub or a code scanner reads.
import { PROBLEM_CODES, type LocatedProblem } from "../generator/index.ts";

/** The ways `check` can print. */
export const PROBLEM_FORMATS = ["text", "json", "github", "sarif"] as const;
/** One of them. */
export type ProblemFormat = (typeof PROBLEM_FORMATS)[number];

/** What a check found. */
export interface Found {
  readonly problems: readonly LocatedProblem[];
  readonly warnings: readonly LocatedProblem[];
  /** How many complaints more follow from the problems. */
  readonly following?: number;
}

/**
 * @param format `json`: one object with everything; `github`: GitHub's workflow commands, a line each
 *   (https://docs.github.com/actions/reference/workflow-commands-for-github-actions); `sarif`: SARIF 2.1.0
 *   (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)
 * @returns text that ends in a line end, or nothing when there is nothing to say
 */
export function printProblems(found: Found, format: ProblemFormat): string {
  switch (format) {
    case "text":
      return printText(found);
    case "json":
      return `${JSON.stringify({ problems: found.problems.map(plain), warnings: found.warnings.map(plain), ...counted(found) }, undefined, 2)}\n`;
    case "github":
      return [
        ...found.problems.map((problem) => command("error", problem)),
        ...found.warnings.map((problem) => command("warning", problem)),
      ].join("");
    case "sarif":
      return `${JSON.stringify(sarif(found), undefined, 2)}\n`;
  }
}

function printText({ problems, warnings }: Found): string {
  const printed = [
    ...problems.map((problem) => problem.printed),
    ...warnings.map((problem) => problem.printed.replace(/^(\S+) /, "$1 warning: ")),
  ];
  return printed.length === 0 ? "" : `${printed.join("\n\n")}\n\n`;
}

/** Said where there are any. */
function counted({ following = 0 }: Found): object {
  return following === 0 ? {} : { following };
}

function plain({ file, place, code, message, hint, at }: LocatedProblem): object {
  return { code, file, line: place.line, column: place.column, message, hint, path: at };
}

function command(
  severity: "error" | "warning",
  { file, place, code, message, hint }: LocatedProblem,
): string {
  const properties = { file, line: place.line, col: place.column, title: code };
  const said = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${severity} ${said.join(",")}::${data(hint === undefined ? message : `${message}\n${hint}`)}\n`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function sarif({ problems, warnings }: Found): object {
  const result = (level: "error" | "warning") => (problem: LocatedProblem) => ({
    ruleId: problem.code,
    level,
    message: { text: problem.hint === undefined ? problem.message : `${problem.message} (${problem.hint})` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: problem.file.replaceAll("\\", "/") },
          region: { startLine: problem.place.line, startColumn: problem.place.column },
        },
      },
    ],
  });
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "viewfinder check",
            rules: Object.entries(PROBLEM_CODES).map(([id, sentence]) => ({
              id,
              shortDescription: { text: sentence },
            })),
          },
        },
        results: [...problems.map(result("error")), ...warnings.map(result("warning"))],
      },
    ],
  };
}
