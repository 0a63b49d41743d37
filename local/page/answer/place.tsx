// What became of a question -> the place below the form: waiting, the answer, or why there is none and what to do.
import { countUnknown, withoutUnknown } from "../ask/checked.ts";
import type { Unknown } from "../ask/chips.tsx";
import type { Answer, Question, Sort } from "../props.ts";
import { MOST_ROWS } from "../question/start.ts";
import { sayQuestion } from "../words/sentence.ts";
import { AnswerView } from "./answer.tsx";
import type { Asking } from "./asking.ts";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { NoRows } from "./no-rows.tsx";
import { Refused } from "./refused.tsx";
import { Placeholder, Waiting } from "./waiting.tsx";

/** What the place is drawn from. */
export interface AnswerPlaceProps {
  readonly model: string;
  readonly mayDownload: boolean;
  readonly asking: Asking;
  /** As it stands in the form. */
  readonly question: Question;
  /** As it was when the answer in sight was asked. */
  readonly shownQuestion: Question | undefined;
  readonly unknown: Unknown;
  /** What an address asks for and cannot be followed, in words. */
  readonly troubles: readonly string[];
  /** Nothing was asked yet, and nothing will be by itself. */
  readonly isBlank: boolean;
  readonly isBusy: boolean;
  readonly addressOf: (question: Question) => string;
  readonly onOpen: (question: Question) => void;
}

/** A former answer stays in sight, dimmed, until there is another. */
export function AnswerPlace(props: AnswerPlaceProps) {
  const { stage, cancel } = props.asking;
  return (
    <section
      id="answer"
      className="card"
      aria-label="Answer"
      tabIndex={-1}
      aria-busy={props.isBusy ? true : undefined}
    >
      {stage.kind === "waiting" ? (
        <Waiting
          title={props.asking.shown === undefined ? undefined : stage.asked.title}
          since={stage.since}
          onCancel={cancel}
        />
      ) : null}
      <Inside {...props} />
    </section>
  );
}

function Inside({
  model,
  mayDownload,
  asking: { stage, shown },
  question,
  shownQuestion,
  unknown,
  troubles,
  isBlank,
  addressOf,
  onOpen,
}: AnswerPlaceProps) {
  if (countUnknown(unknown) > 0)
    return (
      <Refused
        unknown={unknown}
        question={question}
        onWithout={() => onOpen(withoutUnknown(unknown, question))}
      />
    );
  if (troubles.length > 0) return <Refused troubles={troubles} question={question} />;
  if (stage.kind === "failed")
    return (
      <Failed
        key={stage.asked.address}
        title={stage.asked.title}
        failure={stage.failure}
        onAgain={() => onOpen(question)}
      />
    );
  if (shown === undefined || shownQuestion === undefined) {
    if (isBlank) return <Empty model={model} question={question} addressOf={addressOf} onOpen={onOpen} />;
    return (
      <>
        <h1>{sayQuestion(question)}</h1>
        {stage.kind === "cancelled" ? <p>Cancelled. Press Run to ask again.</p> : <Placeholder />}
      </>
    );
  }
  if (isEmpty(shown.answer, shownQuestion))
    return <NoRows model={model} question={shownQuestion} addressOf={addressOf} onOpen={onOpen} />;
  return (
    <div className={stage.kind === "waiting" ? "dimmed" : undefined}>
      {stage.kind === "cancelled" ? (
        <p className="note above">Cancelled. This is still the answer to the question before.</p>
      ) : null}
      <AnswerView
        answer={shown.answer}
        question={shownQuestion}
        link={shown.asked.address}
        mayDownload={mayDownload}
        onSort={(sort: Sort) => onOpen({ ...shownQuestion, sort })}
        onMore={() => onOpen({ ...shownQuestion, limit: MOST_ROWS })}
      />
    </div>
  );
}

/** Whether no row of the explore matches. */
function isEmpty(answer: Answer, { form }: Question): boolean {
  return (answer.overall?.[form.count] ?? (answer.rows.length === 0 ? "0" : "1")) === "0";
}
