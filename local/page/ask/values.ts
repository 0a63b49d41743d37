// What is typed into a selector -> the values the server finds for it, asked for once the typing pauses.
import { useEffect, useRef, useState } from "react";
import { Failure } from "../server/failure.ts";
import { type CountedValue, findValues, type FoundValues, type ValuesOf } from "../server/values.ts";
import { showCount } from "../words/figure.ts";

const TYPING_PAUSE_MS = 120;

/** The values that were found, and in words how many. */
export interface Offered {
  readonly found: readonly CountedValue[];
  readonly status: string;
}

/** @param isOpen nothing is asked before the values are wanted */
export function useValues(of: ValuesOf, term: string, isOpen: boolean): Offered {
  const [offered, setOffered] = useState<Offered>({ found: [], status: "" });
  const known = useRef(new Map<string, FoundValues>());
  const { model, explore, field } = of;
  const wanted = term.trim();
  useEffect(() => known.current.clear(), [model, explore, field]);
  useEffect(() => {
    if (!isOpen) return undefined;
    const controller = new AbortController();
    const show = (found: FoundValues): void => {
      known.current.set(wanted, found);
      setOffered({ found: found.values, status: sayFound(found, wanted) });
    };
    const held = known.current.get(wanted);
    if (held !== undefined) {
      show(held);
      return undefined;
    }
    const timer = setTimeout(
      () => {
        setOffered((before) => (before.found.length === 0 ? { found: [], status: "Looking…" } : before));
        findValues({ model, explore, field }, wanted, controller.signal).then(show, (error: unknown) => {
          if (controller.signal.aborted) return;
          setOffered({
            found: [],
            status: error instanceof Failure ? error.message : "The values could not be read.",
          });
        });
      },
      wanted === "" ? 0 : TYPING_PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [model, explore, field, wanted, isOpen]);
  return offered;
}

function sayFound({ values, matched, total, truncated }: FoundValues, term: string): string {
  if (values.length === 0) return term === "" ? "There are no values yet." : `Nothing contains “${term}”.`;
  if (matched === null || total === null) {
    if (truncated) return `The first ${values.length}; type to find others.`;
    return `${values.length === 1 ? "1 value" : `${values.length} values`}${term === "" ? "" : ` with “${term}”`}`;
  }
  if (term === "")
    return truncated
      ? `The first ${values.length} of ${showCount(total)}; type to find others.`
      : `${showCount(total)} ${total === 1 ? "value" : "values"}`;
  const of = `${showCount(matched)} of ${showCount(total)} match`;
  return truncated ? `${of}; the first ${values.length} are here.` : `${of}.`;
}
