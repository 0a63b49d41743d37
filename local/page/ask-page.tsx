// A question that an address opened -> the page to ask it and others on: form, answer, address bar and history.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Asked, useAsking } from "./answer/asking.ts";
import { AnswerPlace } from "./answer/place.tsx";
import { readAnswer } from "./answer/read-answer.ts";
import { sayAnswer } from "./answer/said.ts";
import { countUnknown, findUnknown, stillUnknown } from "./ask/checked.ts";
import type { Unknown } from "./ask/chips.tsx";
import { AskForm } from "./ask/form.tsx";
import { Header } from "./frame/header.tsx";
import { useSaid } from "./frame/said.ts";
import { History } from "./history/history.tsx";
import type { CallerShown, Question, Sheet } from "./props.ts";
import { addressOf as addressIn, type Opened, openPlace } from "./question/open.ts";
import { writeQuery } from "./question/write.ts";
import { explainRefusal } from "./server/changed.ts";
import { Failure } from "./server/failure.ts";
import { sayQuestion } from "./words/sentence.ts";

/** What stands in an entry of the browser's history: where its answer was asked, when blanks were changed since. */
interface Kept {
  readonly answered?: string | undefined;
}

/** @param props.opened what the address asks for at first */
export function AskPage({
  sheet,
  caller,
  opened,
}: {
  readonly sheet: Sheet;
  readonly caller: CallerShown | null;
  readonly opened: Extract<Opened, { readonly kind: "form" }>;
}) {
  const [question, setQuestion] = useState(opened.question);
  const [told, setTold] = useState<string>();
  const [unknown, setUnknown] = useState<Unknown>({});
  const [troubles, setTroubles] = useState(opened.troubles);
  const [said, say] = useSaid();
  const asking = useAsking();
  const { ask, recall, clear, stage, shown } = asking;
  const addressOf = useCallback((one: Question) => addressIn(one, sheet), [sheet]);
  const answered = useRef(new Map<string, Question>());
  const runs = useRef(0);

  /** @param checked whether its values are known to be there, as they are when they were chosen here */
  const run = useCallback(
    async (asked: Question, checked: boolean): Promise<void> => {
      const address = addressOf(asked);
      runs.current += 1;
      const turn = runs.current;
      setTroubles([]);
      setTold(undefined);
      answered.current.set(address, asked);
      if (!checked) {
        try {
          const missing = await findUnknown(asked, sheet.model, new AbortController().signal);
          if (turn !== runs.current) return;
          setUnknown(missing);
          if (countUnknown(missing) > 0) return clear();
        } catch (error) {
          // Whatever keeps the values from being looked up is told by the question itself.
          if (!(error instanceof Failure)) throw error;
          if (turn !== runs.current) return;
        }
      }
      await ask(askedOf(asked, address, sheet));
    },
    [addressOf, ask, clear, sheet],
  );

  const missing = useMemo(() => stillUnknown(unknown, question), [unknown, question]);

  /** Somebody pressed Run, or chose an example: the address is a new entry of the history. */
  const go = useCallback(
    (next: Question, checked = true): void => {
      const left = stillUnknown(unknown, next);
      setQuestion(next);
      if (countUnknown(left) > 0) {
        setUnknown({ ...left });
        clear();
        return;
      }
      const address = addressOf(next);
      const kept = history.state as Kept | null;
      // The entry that blanks were changed in becomes again what it was when it was answered.
      if (kept?.answered !== undefined) history.replaceState(null, "", kept.answered);
      if (address !== location.pathname + location.search) history.pushState(null, "", address);
      void run(next, checked);
    },
    [addressOf, clear, run, unknown],
  );

  const change = useCallback(
    (next: Question, words?: string): void => {
      setQuestion(next);
      setTold(words);
      const kept = history.state as Kept | null;
      const here = kept?.answered ?? location.pathname + location.search;
      const address = addressOf(next);
      history.replaceState(address === here ? null : ({ answered: here } satisfies Kept), "", address);
    },
    [addressOf],
  );

  useEffect(() => {
    if (!opened.ask) return;
    history.replaceState(null, "", addressOf(opened.question));
    void run(opened.question, false);
    // Once, when the page is opened.
  }, []);

  useEffect(() => {
    const follow = (): void => {
      const now = openPlace(sheet, { pathname: location.pathname, search: location.search });
      if (now.kind !== "form") return location.reload();
      const address = location.pathname + location.search;
      setQuestion(now.question);
      setUnknown({});
      setTold(undefined);
      setTroubles(now.troubles);
      // Where blanks were changed since, the answer that stood beside them comes back.
      const kept = history.state as Kept | null;
      // What is still being looked up belongs to the place that was left.
      runs.current += 1;
      if (!now.ask) clear();
      else if (!recall(kept?.answered ?? address)) void run(now.question, false);
    };
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, [sheet, clear, recall, run]);

  const now = useRef(question);
  now.current = question;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      go(now.current);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [go]);

  const current = useMemo(
    () => shown && { title: shown.answer.title, address: shown.asked.address },
    [shown],
  );
  const isUnknown = countUnknown(missing) > 0;
  const isBlank = stage.kind === "empty" && !opened.ask;
  const shownQuestion = shown === undefined ? undefined : answered.current.get(shown.asked.address);
  const title = isUnknown
    ? "This link asks for something that is not here"
    : stage.kind === "failed"
      ? stage.asked.title
      : (shown?.answer.title ?? (isBlank ? "Ask" : sayQuestion(question)));
  useEffect(() => {
    document.title = `${title} · ${sheet.label}`;
  }, [title, sheet.label]);
  useEffect(() => {
    if (stage.kind === "answered" && shown !== undefined && shownQuestion !== undefined)
      say(sayAnswer(shownQuestion, shown.answer));
    if (stage.kind === "cancelled") say("Cancelled.");
  }, [stage, shown, shownQuestion, say]);

  const isBusy =
    stage.kind === "waiting" || (stage.kind === "empty" && opened.ask && !isUnknown && troubles.length === 0);
  return (
    <>
      <a className="skip" href="#answer">
        Skip to the answer
      </a>
      <Header
        sheet={sheet}
        form={question.form}
        caller={caller}
        freshness={shown?.answer.freshness ?? sheet.freshness}
      >
        <History
          current={current}
          model={sheet.model}
          onOpen={(address) => {
            const url = new URL(address, location.origin);
            const now = openPlace(sheet, { pathname: url.pathname, search: url.search });
            if (now.kind === "form" && now.troubles.length === 0) go(now.question, false);
            else location.assign(url);
          }}
        />
      </Header>
      <main>
        <AskForm
          model={sheet.model}
          question={question}
          unknown={missing}
          told={told}
          withExamples={!isBlank || troubles.length > 0}
          onChange={change}
          onRun={() => go(question)}
          addressOf={addressOf}
          onOpen={go}
        />
        <AnswerPlace
          model={sheet.model}
          mayDownload={caller === null || caller.roles.includes("download")}
          asking={asking}
          question={question}
          shownQuestion={shownQuestion}
          unknown={missing}
          troubles={troubles}
          isBlank={isBlank}
          isBusy={isBusy}
          addressOf={addressOf}
          onOpen={go}
        />
      </main>
      <p className="unseen" role="status" id="said">
        {said}
      </p>
    </>
  );
}

function askedOf(question: Question, address: string, sheet: Sheet): Asked {
  const query = writeQuery(question, sheet.model);
  return {
    address,
    query,
    title: sayQuestion(question),
    read: (detail, ms) => readAnswer(question, query, detail, ms),
    explain: (failure) => explainRefusal(failure, sheet),
  };
}
