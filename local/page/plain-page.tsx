// A query in Looker's address that no form asks -> the page with its answer, and no form.
import { useEffect, useMemo, useRef } from "react";
import { AnswerView } from "./answer/answer.tsx";
import { useAsking } from "./answer/asking.ts";
import { Failed } from "./answer/failed.tsx";
import { readPlain } from "./answer/plain-answer.ts";
import { Placeholder, Waiting } from "./answer/waiting.tsx";
import { Header } from "./frame/header.tsx";
import type { CallerShown, LookerQuery, Sheet } from "./props.ts";
import { Failure } from "./server/failure.ts";

/** Nothing is chosen here; the link says it all. */
export function PlainPage({
  sheet,
  caller,
  query,
}: {
  readonly sheet: Sheet;
  readonly caller: CallerShown | null;
  readonly query: LookerQuery;
}) {
  const asking = useAsking();
  const { ask } = asking;
  const title = useRef(query.view);
  const asked = useMemo(
    () => ({
      address: "",
      query,
      title: title.current,
      // A link of another model than today's is refused for its names.
      explain: async (failure: Failure) =>
        failure.kind === "refused" && failure.message.startsWith("There is no")
          ? new Failure("unknown", failure.message, failure.details)
          : failure,
      read: (detail: Parameters<typeof readPlain>[1], ms: number) => readPlain(query, detail, ms),
    }),
    [query],
  );
  useEffect(() => void ask(asked), [ask, asked]);
  const { stage, shown } = asking;
  const heading = shown?.answer.title ?? query.view;
  useEffect(() => {
    document.title = `${heading} · ${sheet.label}`;
  }, [heading, sheet.label]);
  return (
    <>
      <a className="skip" href="#answer">
        Skip to the answer
      </a>
      <Header
        sheet={sheet}
        form={undefined}
        caller={caller}
        freshness={shown?.answer.freshness ?? sheet.freshness}
      />
      <main>
        <section
          id="answer"
          className="card"
          aria-label="Answer"
          tabIndex={-1}
          aria-busy={stage.kind === "waiting" || stage.kind === "empty" ? true : undefined}
        >
          {stage.kind === "waiting" ? (
            <Waiting
              title={shown === undefined ? undefined : heading}
              since={stage.since}
              onCancel={asking.cancel}
            />
          ) : null}
          {stage.kind === "failed" ? (
            <>
              <Failed
                title="This link cannot be answered"
                failure={stage.failure}
                onAgain={() => void ask(asked)}
              />
              <p className="ways-on">
                <a href={wayOn(query, sheet)}>Ask in the form instead</a>
              </p>
            </>
          ) : shown === undefined ? (
            <>
              <h1>{heading}</h1>
              {stage.kind === "cancelled" ? <p>Cancelled. Reload the page to ask again.</p> : <Placeholder />}
            </>
          ) : (
            <AnswerView
              answer={shown.answer}
              question={undefined}
              link=""
              mayDownload={caller === null || caller.roles.includes("download")}
              onSort={() => {}}
              onMore={() => {}}
            />
          )}
        </section>
      </main>
      <p className="unseen" role="status" id="said">
        {stage.kind === "answered" && shown !== undefined
          ? `${shown.answer.title}: ${shown.answer.rows.length} rows.`
          : ""}
      </p>
    </>
  );
}

/** The form of the link's own explore, or the first one. */
function wayOn(query: LookerQuery, sheet: Sheet): string {
  const form = sheet.forms.find((one) => query.model === sheet.model && one.explore === query.view);
  return form === undefined
    ? "/"
    : `/explore/${[sheet.model, form.explore].map(encodeURIComponent).join("/")}`;
}
