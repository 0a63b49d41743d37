// A list of names -> those of them that are values, chosen at once; and which are none, said.
import { useEffect, useId, useRef, useState } from "react";
import { Failure } from "../server/failure.ts";
import { type KnownValues, knownValues, type ValuesOf } from "../server/values.ts";
import { showCount } from "../words/figure.ts";
import { splitCommas, splitList } from "./list.ts";

/** So many of what was not found are named. */
const MOST_NAMED = 10;

/** @param props.text what was pasted already; empty shows a place to paste into */
export function Paste({
  of,
  label,
  text,
  onFound,
}: {
  readonly of: ValuesOf;
  readonly label: string;
  readonly text: string;
  readonly onFound: (values: readonly string[]) => void;
}) {
  const id = useId();
  const [written, setWritten] = useState(text);
  const [known, setKnown] = useState<KnownValues>();
  const [trouble, setTrouble] = useState<string>();
  const place = useRef<HTMLTextAreaElement>(null);
  const found = useRef(onFound);
  found.current = onFound;

  const look = async (list: string): Promise<void> => {
    setTrouble(undefined);
    try {
      const told = await lookUp(of, list, new AbortController().signal);
      setKnown(told);
      found.current(told.found.map(({ value }) => value));
    } catch (error) {
      setTrouble(error instanceof Failure ? error.message : "The list could not be looked up.");
    }
  };
  useEffect(() => {
    setWritten(text);
    if (text === "") place.current?.focus();
    else void look(text);
    // Only what is pasted anew is looked up by itself.
  }, [text]);

  return (
    <div className="paste">
      <label htmlFor={id} className="small">
        {label}, one on each line
      </label>
      <textarea
        id={id}
        ref={place}
        className="control"
        rows={3}
        value={written}
        onChange={(event) => setWritten(event.target.value)}
      />
      <div className="row">
        <button
          type="button"
          className="quiet"
          disabled={written.trim() === ""}
          onClick={() => void look(written)}
        >
          Find them
        </button>
        <span role="status" className="small">
          {trouble ?? (known === undefined ? "" : sayKnown(known))}
        </span>
      </div>
      {known === undefined || known.notFound.length === 0 ? null : (
        <ul className="small muted">
          {known.notFound.slice(0, MOST_NAMED).map(({ asked, near }) => (
            <li key={asked}>
              “{asked}”{near === null ? "" : ` – did you mean “${near}”?`}
            </li>
          ))}
          {known.notFound.length > MOST_NAMED ? <li>and {known.notFound.length - MOST_NAMED} more</li> : null}
        </ul>
      )}
    </div>
  );
}

/** Lines that are no value as a whole may be several with commas between. */
async function lookUp(of: ValuesOf, list: string, signal: AbortSignal): Promise<KnownValues> {
  const whole = await knownValues(of, [list.trim(), ...splitList(list)], signal);
  const asOne = whole.found.filter(({ asked }) => asked === list.trim());
  if (asOne.length > 0) return { found: asOne, notFound: [] };
  const first = {
    found: whole.found,
    notFound: whole.notFound.filter(({ asked }) => asked !== list.trim() || splitList(list).includes(asked)),
  };
  const parts = first.notFound.flatMap(({ asked }) => {
    const inside = splitCommas(asked);
    return inside.length > 1 ? [{ asked, inside }] : [];
  });
  if (parts.length === 0) return first;
  const again = await knownValues(
    of,
    parts.flatMap(({ inside }) => inside),
    signal,
  );
  const isFound = new Set(again.found.map(({ asked }) => asked));
  const mended = parts.filter(({ inside }) => inside.some((part) => isFound.has(part)));
  const taken = new Set(mended.flatMap(({ inside }) => inside));
  return {
    found: [...first.found, ...again.found.filter(({ asked }) => taken.has(asked))],
    notFound: [
      ...first.notFound.filter(({ asked }) => !mended.some((part) => part.asked === asked)),
      ...again.notFound.filter(({ asked }) => taken.has(asked)),
    ],
  };
}

function sayKnown({ found, notFound }: KnownValues): string {
  return `${showCount(found.length)} found${notFound.length === 0 ? "" : `, ${showCount(notFound.length)} not found`}`;
}
