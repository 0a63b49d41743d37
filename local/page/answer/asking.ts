// Questions one after another -> what stands on the page: waiting, an answer, or what went wrong.
import { useCallback, useEffect, useRef, useState } from "react";
import type { Answer, LookerQuery } from "../props.ts";
import { Failure } from "../server/failure.ts";
import { type Detail, runDetail } from "../server/run.ts";
import { asSent } from "./read-answer.ts";

/** What is asked: the query, its sentence, and how its answer is read. */
export interface Asked {
  readonly address: string;
  readonly query: LookerQuery;
  readonly title: string;
  readonly read: (detail: Detail, ms: number) => Answer;
  /** What a failure really is, where more can be found out. */
  readonly explain?: ((failure: Failure) => Promise<Failure>) | undefined;
}

/** What the answer's place shows. A former answer stays in sight, dimmed, while another is waited for. */
export type Stage =
  | { readonly kind: "empty" }
  | { readonly kind: "waiting"; readonly asked: Asked; readonly since: number }
  | { readonly kind: "answered" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly asked: Asked; readonly failure: Failure };

/** An answer and where it was asked. */
export interface Shown {
  readonly asked: Asked;
  readonly answer: Answer;
}

/** The page's asking. */
export interface Asking {
  readonly stage: Stage;
  readonly shown: Shown | undefined;
  /** Gives up what is under way and asks this. */
  readonly ask: (asked: Asked) => Promise<void>;
  /** Shows an earlier answer to the same without asking again. @returns whether there was one */
  readonly recall: (address: string) => boolean;
  readonly cancel: () => void;
  /** Takes the answer away and gives up what is under way. */
  readonly clear: () => void;
}

/** Why a question is given up for a newer one. */
const OVERTAKEN = new Error("a newer question was asked");
/** How many answers Back and Forward find again. */
const REMEMBERED = 20;

/** Asks for one component, and stops when it goes. */
export function useAsking(): Asking {
  const [stage, setStage] = useState<Stage>({ kind: "empty" });
  const [shown, setShown] = useState<Shown>();
  const running = useRef<AbortController>(null);
  const remembered = useRef(new Map<string, Shown>());

  useEffect(() => () => running.current?.abort(OVERTAKEN), []);

  const ask = useCallback(async (asked: Asked): Promise<void> => {
    running.current?.abort(OVERTAKEN);
    const controller = new AbortController();
    running.current = controller;
    const since = performance.now();
    setStage({ kind: "waiting", asked, since });
    try {
      const detail = await runDetail(asSent(asked.query), controller.signal);
      const answer = asked.read(detail, performance.now() - since);
      if (controller.signal.aborted) return;
      const now = { asked, answer };
      remember(remembered.current, asked.address, now);
      setShown(now);
      setStage({ kind: "answered" });
    } catch (error) {
      if (controller.signal.reason === OVERTAKEN) return;
      if (error instanceof Failure && error.kind === "cancelled") return setStage({ kind: "cancelled" });
      if (!(error instanceof Failure)) console.error(error);
      const failure =
        error instanceof Failure ? error : new Failure("fault", "The page could not show the answer.");
      const explained = (await asked.explain?.(failure)) ?? failure;
      if (controller.signal.aborted) return;
      setStage({ kind: "failed", asked, failure: explained });
    }
  }, []);

  const recall = useCallback((address: string): boolean => {
    const found = remembered.current.get(address);
    if (found === undefined) return false;
    running.current?.abort(OVERTAKEN);
    setShown(found);
    setStage({ kind: "answered" });
    return true;
  }, []);

  const cancel = useCallback(() => running.current?.abort(), []);
  const clear = useCallback(() => {
    running.current?.abort(OVERTAKEN);
    setShown(undefined);
    setStage({ kind: "empty" });
  }, []);
  return { stage, shown, ask, recall, cancel, clear };
}

function remember(known: Map<string, Shown>, address: string, shown: Shown): void {
  known.delete(address);
  known.set(address, shown);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
}
