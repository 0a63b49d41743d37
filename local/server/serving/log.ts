// What became of questions and downloads -> a line each: JSON for machines, or words for whoever watches the terminal.
import type { FastifyBaseLogger } from "fastify";
import type { ServingEvent } from "./event.ts";

/** How much is said of each question: nothing, a line of words, or a line of JSON. */
export type LogKind = "none" | "lines" | "json";

/**
 * One line of JSON, by pino, with what it takes to find a question again: the request's id, which an error
 * shows as well, who asked what, and what it cost. Values of answers are never in it.
 */
export function logJson(log: FastifyBaseLogger, event: ServingEvent): void {
  const { kind, id, who, outcome, rows, bytes, question } = event;
  log.info(
    {
      request: id,
      user: who,
      outcome,
      rows,
      ...(bytes === undefined ? {} : { bytes }),
      ms: Math.round(event.ms * 10) / 10,
      question: {
        model: question.model,
        explore: question.view,
        fields: question.fields,
        filters: question.filters,
        ...(question.filterExpression === undefined ? {} : { filter_expression: question.filterExpression }),
        limit: question.limit ?? null,
      },
    },
    kind,
  );
}

/** The same for people, e.g. `10:31:07 Anna asked movies for genres.name, movies.count: 20 rows in 12 ms`. */
export function logLine(event: ServingEvent, now: Date): string {
  const { kind, who, question, outcome, rows } = event;
  const fields = question.fields.slice(0, 4).join(", ");
  const more = question.fields.length > 4 ? ` and ${question.fields.length - 4} more` : "";
  const became =
    outcome === "answered" || outcome === "joined" || outcome === "kept"
      ? `${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"} in ${Math.round(event.ms)} ms${outcome === "answered" ? "" : `, ${BECAME[outcome]}`}`
      : `${BECAME[outcome]} after ${Math.round(event.ms)} ms, request ${event.id}`;
  const did = kind === "question" ? "asked" : "downloaded";
  return `${now.toISOString().slice(11, 19)} ${who} ${did} ${question.view} for ${fields}${more}: ${became}`;
}

const BECAME: Readonly<Record<ServingEvent["outcome"], string>> = {
  answered: "answered",
  joined: "with an equal question",
  kept: "kept from before",
  cancelled: "cancelled",
  busy: "refused, too many waited",
  mistaken: "cannot be answered",
  outage: "the database did not answer",
  failed: "failed, which is our fault",
};
