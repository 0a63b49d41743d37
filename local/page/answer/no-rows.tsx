// A question that nothing matches -> which narrowing to take back, and how many rows that would give.
import { useEffect, useState } from "react";
import type { AskFormProps } from "../ask/form.tsx";
import type { LookerQuery, Question } from "../props.ts";
import { withChosen, withPeriod } from "../question/blanks.ts";
import { writeQuery } from "../question/write.ts";
import { runCount } from "../server/run.ts";
import { capitalised, counted, inSentence } from "../words/label.ts";
import { sayChosen, sayNarrowing, sayQuestion } from "../words/sentence.ts";

/** More ways out than this are not tried. */
const MOST_TRIED = 4;

interface Way {
  readonly words: string;
  readonly question: Question;
}

/** Counts are cheap, and asked for only now. */
export function NoRows({
  model,
  question,
  addressOf,
  onOpen,
}: Pick<AskFormProps, "model" | "question" | "addressOf" | "onOpen">) {
  const { noun } = question.form;
  const narrowing = sayNarrowing(question);
  const [counts, setCounts] = useState<readonly (number | undefined)[]>([]);
  const ways = waysOut(question);
  // What would still match nothing is no way out; what would match most is the best.
  const shown = ways
    .map((way, index) => ({ way, count: counts[index] }))
    .filter(({ count }) => count !== 0)
    .toSorted((one, other) => (other.count ?? 0) - (one.count ?? 0));
  useEffect(() => {
    const controller = new AbortController();
    const all = waysOut(question).map((way) =>
      runCount(countQuery(way.question, model), way.question.form.count, controller.signal),
    );
    const show = async (): Promise<void> => {
      const told = await Promise.allSettled(all);
      if (!controller.signal.aborted)
        setCounts(told.map((one) => (one.status === "fulfilled" ? one.value : undefined)));
    };
    void show();
    return () => controller.abort();
  }, [question, model]);
  return (
    <>
      <h1>{sayQuestion(question)}</h1>
      <p className="empty">
        {narrowing.length === 0
          ? `There are no ${noun.many} yet.`
          : `No ${noun.one} matches ${narrowing.length === 1 && ways.length < 2 ? "this" : "all of this"}.`}
      </p>
      {counts.length > 0 && shown.length === 0 && ways.length > 0 ? (
        <p>Taking back one of these is not enough. Take back several, or press Clear in a selector.</p>
      ) : null}
      {shown.length === 0 ? null : (
        <>
          <p>With one thing taken back there are some:</p>
          <ul className="ways">
            {shown.map(({ way, count }) => {
              return (
                <li key={way.words}>
                  <a
                    href={addressOf(way.question)}
                    onClick={(event) => {
                      event.preventDefault();
                      onOpen(way.question);
                    }}
                  >
                    {way.words}
                  </a>
                  {count === undefined ? "" : `: ${counted(count, noun)}`}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </>
  );
}

/** Each narrowing taken back alone. */
function waysOut(question: Question): readonly Way[] {
  const ways: Way[] = [];
  for (const { name, label } of question.form.selectors) {
    const chosen = question.chosen[name];
    if (chosen === undefined) continue;
    if (chosen.match === "all" && chosen.included.length > 1)
      ways.push({
        words: capitalised(sayChosen(inSentence(label), { ...chosen, match: "any", excluded: [] }).join("")),
        question: withChosen(question, name, { ...chosen, match: "any" }),
      });
    if (chosen.included.length > 0)
      ways.push({
        words: `Any ${inSentence(label)}`,
        question: withChosen(question, name, { ...chosen, included: [] }),
      });
    if (chosen.excluded.length > 0)
      ways.push({
        words: `Do not leave out ${chosen.excluded.length === 1 ? chosen.excluded[0] : `any ${inSentence(label)}`}`,
        question: withChosen(question, name, { ...chosen, excluded: [] }),
      });
  }
  for (const time of question.form.times)
    if (question.periods[time.name] !== undefined)
      ways.push({
        words: `${time.label} at any time`,
        question: withPeriod(question, time.name, { from: undefined, to: undefined }),
      });
  return ways.slice(0, MOST_TRIED);
}

function countQuery(question: Question, model: string): LookerQuery {
  const { filters } = writeQuery({ ...question, by: undefined, split: undefined }, model);
  return {
    model,
    view: question.form.explore,
    fields: [question.form.count],
    filters,
    sorts: [],
    limit: "1",
  };
}
