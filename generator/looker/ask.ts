// A question in Looker's words -> the rows a Looker instance answers it with.
import { ResultFormat } from "@looker/sdk";
import { Outage } from "../failure.ts";
import type { AnsweredRow } from "./compare-answers.ts";
import type { Looker } from "./connection.ts";
import { cellsOf, type PivotedRow } from "./pivoted.ts";
import { inWords, LookerRefusal } from "./refusal.ts";

/** A question as both sides take it. */
export interface AskedOfLooker {
  readonly model: string;
  readonly view: string;
  readonly fields: readonly string[];
  readonly filters: Readonly<Record<string, string>>;
  readonly filterExpression?: string | undefined;
  readonly sorts: readonly {
    readonly field: string;
    readonly descending: boolean;
    readonly column?: number | undefined;
  }[];
  readonly limit: number | undefined;
  /** Dimensions whose values become columns. */
  readonly pivots: readonly string[];
  readonly columnLimit: number;
  /** By its IANA name; without it Looker takes the API user's. */
  readonly timeZone: string;
}

/**
 * Asks production, and not its cache.
 * @param timeoutSeconds how long Looker may take; as long as any other request when not said
 * @returns rows; of a pivoted question a row for each cell (`cellsOf`)
 * @throws Outage when Looker cannot be asked, does not answer in time, or answers with an error of the database
 */
export async function askLooker(
  looker: Looker,
  question: AskedOfLooker,
  timeoutSeconds?: number,
): Promise<readonly AnsweredRow[]> {
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
            ...(question.filterExpression === undefined
              ? {}
              : { filter_expression: question.filterExpression }),
            sorts: question.sorts.map(
              ({ field, descending, column }) =>
                `${field}${descending ? " desc" : column === undefined ? "" : " asc"}${column === undefined ? "" : ` ${column}`}`,
            ),
            limit: String(question.limit ?? -1),
            ...(question.pivots.length === 0
              ? {}
              : { pivots: [...question.pivots], column_limit: String(question.columnLimit) }),
            query_timezone: question.timeZone,
          },
        },
        timeoutSeconds === undefined ? undefined : { timeout: timeoutSeconds },
      ),
    );
    return cellsOf(readRows(answer));
  } catch (error) {
    const told = inWords(error, "Looker did not answer", looker.host);
    if (told instanceof Outage && error instanceof LookerRefusal && error.isTooLate)
      throw new Outage(`${told.message} --timeout <seconds> waits longer.`, { retry: true, cause: error });
    throw told;
  }
}

/** What the SDK calls text is parsed JSON; an error of the database comes as a row (status 200). */
function readRows(answer: unknown): readonly PivotedRow[] {
  const rows: unknown = typeof answer === "string" ? JSON.parse(answer) : answer;
  if (!Array.isArray(rows))
    throw new Outage("Looker answered with something that is no rows.", { retry: true });
  const [first] = rows as readonly PivotedRow[];
  const failure = first?.["looker_error"];
  if (typeof failure === "string")
    throw new Outage(`Looker's database refused: ${failure}`, { retry: false });
  return rows as readonly PivotedRow[];
}
