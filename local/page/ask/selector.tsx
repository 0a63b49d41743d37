// A selector of the form -> a button that says what is chosen, and behind it values to search, choose, paste and take away.
import { Combobox } from "@base-ui/react/combobox";
import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import type { Chosen, SheetSelector } from "../props.ts";
import { type CountedValue, type ValuesOf } from "../server/values.ts";
import { showCount } from "../words/figure.ts";
import { inSentence } from "../words/label.ts";
import { listed } from "../words/sentence.ts";
import { looksLikeList } from "./list.ts";
import { Paste } from "./paste.tsx";
import { useValues } from "./values.ts";

/** Nothing chosen. */
export const NOTHING_CHOSEN: Chosen = { included: [], match: "any", excluded: [] };

/** What a selector is drawn from. */
export interface SelectorProps {
  readonly selector: SheetSelector;
  readonly of: ValuesOf;
  readonly chosen: Chosen;
  readonly onChange: (chosen: Chosen) => void;
  readonly onRun: () => void;
}

/** One blank. Values are included or excluded; both at once can be. */
export function Selector({ selector, of, chosen, onChange, onRun }: SelectorProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [term, setTerm] = useState("");
  const [excluding, setExcluding] = useState(false);
  const [pasted, setPasted] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const values = useValues(of, term, isOpen);
  const now = excluding ? chosen.excluded : chosen.included;
  const set = (next: readonly string[]): void => {
    const other = (before: readonly string[]): readonly string[] =>
      before.filter((value) => !next.includes(value));
    onChange(
      excluding
        ? { ...chosen, included: other(chosen.included), excluded: next }
        : { ...chosen, included: next, excluded: other(chosen.excluded) },
    );
  };
  const offered = offeredOf(values.found, now, term);
  const counts = new Map(values.found.map(({ value, count }) => [value, count]));
  const total = chosen.included.length + chosen.excluded.length;
  const close = (): void => {
    setOpen(false);
    setTerm("");
    setPasted(undefined);
  };
  const press = (event: KeyboardEvent<HTMLInputElement> & { preventBaseUIHandler?: () => void }): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventBaseUIHandler?.();
      event.preventDefault();
      event.stopPropagation();
      close();
      onRun();
    } else if (event.key === "Backspace" && term === "" && now.length > 0) {
      event.preventBaseUIHandler?.();
      set(now.slice(0, -1));
    }
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const text = event.clipboardData.getData("text/plain");
    if (!looksLikeList(text)) return;
    event.preventDefault();
    setPasted(text);
  };
  return (
    <div className="blank">
      <Combobox.Root
        items={offered}
        multiple
        value={[...now]}
        onValueChange={set}
        inputValue={term}
        onInputValueChange={setTerm}
        open={isOpen}
        onOpenChange={(open) => (open ? setOpen(true) : close())}
        filter={null}
        autoHighlight
      >
        <span className="label" id={`${id}-label`}>
          {selector.label}
        </span>
        <Combobox.Trigger
          id={`${id}-button`}
          aria-labelledby={`${id}-label ${id}-button`}
          className="control opener"
        >
          <span className="value">{sayShortly(chosen)}</span>
          {total < 2 ? null : <span className="count">{showCount(total)}</span>}
          <span aria-hidden="true" className="caret" />
        </Combobox.Trigger>
        <Combobox.Portal>
          <Combobox.Positioner className="positioner" sideOffset={4} align="start" collisionPadding={8}>
            <Combobox.Popup className="popup" aria-label={selector.label} ref={list}>
              <div className="popup-head">
                <Combobox.Input
                  className="control"
                  placeholder={`Search ${inSentence(selector.label)}`}
                  aria-label={`Search ${selector.label}`}
                  autoCapitalize="off"
                  spellCheck={false}
                  onKeyDown={press}
                  onPaste={paste}
                />
                <fieldset className="segments">
                  <legend className="unseen">Values that are chosen are</legend>
                  <Segment
                    name={`${id}-keep`}
                    label="Include"
                    checked={!excluding}
                    onCheck={() => setExcluding(false)}
                  />
                  <Segment
                    name={`${id}-keep`}
                    label="Exclude"
                    checked={excluding}
                    onCheck={() => setExcluding(true)}
                  />
                </fieldset>
                <Combobox.Status className="small muted found">{values.status}</Combobox.Status>
              </div>
              <Combobox.List
                className="options"
                aria-label={`${selector.label} to ${excluding ? "exclude" : "include"}`}
              >
                {(value: string) => (
                  <Combobox.Item key={value} value={value} className="option">
                    <span aria-hidden="true" className="tick" />
                    <span className="name">
                      <Emphasised text={value} term={term} />
                    </span>
                    <Count count={counts.get(value)} />
                  </Combobox.Item>
                )}
              </Combobox.List>
              <div className="popup-foot">
                {selector.allOfFilter === undefined || excluding || chosen.included.length < 2 ? null : (
                  <fieldset className="segments">
                    <legend className="small muted">Rows with</legend>
                    <Segment
                      name={`${id}-match`}
                      label="any of them"
                      checked={chosen.match === "any"}
                      onCheck={() => onChange({ ...chosen, match: "any" })}
                    />
                    <Segment
                      name={`${id}-match`}
                      label="all of them"
                      checked={chosen.match === "all"}
                      onCheck={() => onChange({ ...chosen, match: "all" })}
                    />
                  </fieldset>
                )}
                {pasted === undefined ? null : (
                  <Paste
                    of={of}
                    label={selector.label}
                    text={pasted}
                    onFound={(found) => set([...new Set([...now, ...found])])}
                  />
                )}
                <div className="row">
                  {pasted === undefined ? (
                    <button type="button" className="quiet" onClick={() => setPasted("")}>
                      Paste a list…
                    </button>
                  ) : null}
                  {total === 0 ? null : (
                    <button type="button" className="quiet" onClick={() => onChange(NOTHING_CHOSEN)}>
                      Clear
                    </button>
                  )}
                  <span className="stretch" />
                  <button type="button" className="quiet" onClick={close}>
                    Done
                  </button>
                </div>
              </div>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </div>
  );
}

/** What is chosen stands first while nothing is typed, so that it can be seen and taken away. */
function offeredOf(found: readonly CountedValue[], now: readonly string[], term: string): readonly string[] {
  const values = found.map(({ value }) => value);
  return term.trim() === "" ? [...now, ...values.filter((value) => !now.includes(value))] : values;
}

/** A choice of one of two, as native radio buttons. */
export function Segment({
  name,
  label,
  checked,
  onCheck,
}: {
  readonly name: string;
  readonly label: string;
  readonly checked: boolean;
  readonly onCheck: () => void;
}) {
  return (
    <label className="segment">
      <input type="radio" name={name} checked={checked} onChange={onCheck} />
      <span>{label}</span>
    </label>
  );
}

function Count({ count }: { readonly count: number | null | undefined }) {
  return count === null || count === undefined ? null : (
    <span className="muted tally">{showCount(count)}</span>
  );
}

/** The value with what was typed made bold. */
function Emphasised({ text, term }: { readonly text: string; readonly term: string }) {
  const wanted = term.trim().toLowerCase();
  const at = wanted === "" ? -1 : text.toLowerCase().indexOf(wanted);
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <b>{text.slice(at, at + wanted.length)}</b>
      {text.slice(at + wanted.length)}
    </>
  );
}

/** What is chosen, on the button. */
function sayShortly({ included, match, excluded }: Chosen): string {
  const wanted = match === "all" && included.length > 1 ? listed(included, "and") : included.join(", ");
  const unwanted = excluded.length === 0 ? "" : `not ${excluded.join(", ")}`;
  return [wanted, unwanted].filter((part) => part !== "").join(" · ") || "Any";
}
