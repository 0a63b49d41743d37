// What the browser keeps of questions -> two lists to open them from, and files to take them to another browser.
import { useRef, useState } from "react";
import type { HistoryProps } from "../props.ts";
import { hand } from "../take-away/file.ts";
import { counted } from "../words/label.ts";
import { sayTime } from "../words/time.ts";
import { forget, type Kept, type KeptQuestion, merge, readKept, save, writeKept } from "./kept.ts";
import { change, useStored } from "./storage.ts";

const QUESTIONS = { one: "question", many: "questions" };
const ENTRIES = { one: "entry", many: "entries" };

/** Questions of another model would open nothing here, so they are only kept. */
export function Questions({ current, model, onOpen }: HistoryProps): React.ReactNode {
  const { kept, damaged, unreadable, trouble } = useStored();
  const [said, say] = useState<string>();
  const file = useRef<HTMLInputElement>(null);
  const own = (list: readonly KeptQuestion[]): readonly KeptQuestion[] =>
    list.filter((one) => one.model === model);
  const others = [...kept.saved, ...kept.asked].filter((one) => one.model !== model).length;
  const isSaved = current !== undefined && kept.saved.some((one) => one.address === current.address);
  const bring = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    const read = readKept(await chosen.text());
    if (read.unreadable !== undefined) {
      say(`Nothing came from ${chosen.name}. ${read.unreadable}`);
      return;
    }
    let told = "";
    change((before) => {
      const { kept: merged, added, known } = merge(before, read.kept);
      const there = known === 0 ? "" : `; ${known} ${known === 1 ? "was" : "were"} here already`;
      const lost =
        read.damaged === 0
          ? ""
          : `; ${counted(read.damaged, ENTRIES)} could not be read and ${read.damaged === 1 ? "was" : "were"} left out`;
      told = `${counted(added, QUESTIONS)} came from ${chosen.name}${there}${lost}.`;
      return merged;
    });
    say(told);
  };
  const list = (name: keyof Kept, title: string, empty: string): React.ReactNode => (
    <section>
      <h2>{title}</h2>
      {own(kept[name]).length === 0 ? (
        <p className="words muted">{empty}</p>
      ) : (
        <ul>
          {own(kept[name]).map((one) => (
            <li key={one.address}>
              <a
                href={one.address}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                  event.preventDefault();
                  onOpen(one.address);
                }}
              >
                {one.title}
              </a>
              <span className="small muted">{sayTime(one.at)}</span>
              <button
                type="button"
                className="quiet"
                aria-label={`Remove ${one.title}`}
                onClick={() => change((before) => forget(before, one.address, name))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
  return (
    <div className="questions">
      {unreadable === undefined ? null : (
        <p className="words">
          What this browser had kept of questions could not be read, and is put aside. {unreadable}
        </p>
      )}
      {damaged === 0 ? null : (
        <p className="words">
          {counted(damaged, ENTRIES)} of what this browser keeps could not be read and{" "}
          {damaged === 1 ? "is" : "are"} left out.
        </p>
      )}
      {trouble === undefined ? null : <p className="words">{trouble}</p>}
      {current === undefined ? null : (
        <button
          type="button"
          className="quiet"
          disabled={isSaved}
          onClick={() =>
            change((before) => save(before, { ...current, model, at: new Date().toISOString() }))
          }
        >
          {isSaved ? "This question is saved ✓" : "Save this question"}
        </button>
      )}
      {list("saved", "Saved", "Nothing is saved yet.")}
      {list("asked", "Asked in this browser", "Nothing was asked yet.")}
      {others === 0 ? null : (
        <p className="words muted">
          {counted(others, QUESTIONS)} about other models are kept too, and not shown here.
        </p>
      )}
      <section>
        <h2>Take them to another browser</h2>
        <div className="row">
          <button
            type="button"
            className="quiet"
            onClick={() =>
              hand(new Blob([writeKept(kept)], { type: "application/json" }), "viewfinder-questions.json")
            }
          >
            Export as a file
          </button>
          <button type="button" className="quiet" onClick={() => file.current?.click()}>
            Import a file
          </button>
          <button
            type="button"
            className="quiet"
            disabled={kept.asked.length === 0}
            onClick={() => change((before) => ({ ...before, asked: [] }))}
          >
            Forget what was asked
          </button>
          <input
            ref={file}
            type="file"
            accept=".json,application/json"
            hidden
            aria-label="A file of questions"
            onChange={(event) => {
              void bring(event.target.files?.[0]);
              // The same file may be chosen once more.
              event.target.value = "";
            }}
          />
        </div>
      </section>
      <p className="words" role="status">
        {said}
      </p>
    </div>
  );
}
