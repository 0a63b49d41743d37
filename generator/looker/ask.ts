// A question in Looker's words -> the rows a Looker instance answers it with.
import { ResultFormat } from "@looker/sdk";
import { Outage } from "../failure.ts";
import type { AnsweredRow } from "./compare-answers.ts";
import { LONG, type Looker } from "./connection.ts";
import { inWords } from "./refusal.ts";

/** A question as both sides take it. */
export interface AskedOfLooker {
  readonly model: string;
  readonly view: string;
  readonly fields: readonly string[];
  readonly filters: Readonly<Record<string, string>>;
  readonly sorts: readonly { readonly field: string; readonly descending: boolean }[];
  readonly limit: number | undefined;
}

/**
 * Asks production, and not its cache.
 * @throws Outage when Looker cannot be asked, or answers with an error of the database
 */
export async function askLooker(looker: Looker, question: AskedOfLooker): Promise<readonly AnsweredRow[]> {
  const { sdk } = looker;
  try {
    const answer: unknown = await sdk.ok(
      sdk.run_inline_query(
        {
          result_format: ResultFormat.json,
          cache: false,
          apply_formatting: false,
          body: {
            model: question.model,
            view: question.view,
            fields: [...question.fields],
            filters: { ...question.filters },
            sorts: question.sorts.map(({ field, descending }) => `${field}${descending ? " desc" : ""}`),
            limit: String(question.limit ?? -1),
            // As the planner reads times; otherwise Looker takes the API user's zone.
            query_timezone: "UTC",
          },
        },
        LONG,
      ),
    );
    return readRows(answer);
  } catch (error) {
    throw inWords(error, "Looker did not answer", looker.host);
  }
}

/** What the SDK calls text is parsed JSON; an error of the database comes as a row (status 200). */
function readRows(answer: unknown): readonly AnsweredRow[] {
  const rows: unknown = typeof answer === "string" ? JSON.parse(answer) : answer;
  if (!Array.isArray(rows))
    throw new Outage("Looker answered with something that is no rows.", { retry: true });
  const [first] = rows as readonly AnsweredRow[];
  const failure = first?.["looker_error"];
  if (typeof failure === "string")
    throw new Outage(`Looker's database refused: ${failure}`, { retry: false });
  return rows as readonly AnsweredRow[];
}
