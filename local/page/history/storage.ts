// The browser's storage -> what it keeps of questions, in step between tabs; damage is put aside, never written over.
import { useSyncExternalStore } from "react";
import { type Kept, NOTHING_KEPT, type ReadKept, readKept, writeKept } from "./kept.ts";

const PLACE = "viewfinder.questions";
const ASIDE = "viewfinder.questions.damaged";

/** What is kept, and what must be said of it. */
export interface Stored extends ReadKept {
  /** In words, when this browser keeps nothing. */
  readonly trouble: string | undefined;
}

const NO_STORAGE = "This browser keeps nothing for this page, so questions are gone when it is closed.";
const EMPTY: Stored = { kept: NOTHING_KEPT, damaged: 0, unreadable: undefined, trouble: undefined };

const listeners = new Set<() => void>();
let known: { readonly text: string | null; readonly stored: Stored } | undefined;
/** What could not be kept, until the page is closed. */
let held: Stored | undefined;

/** What is kept, on the server nothing. */
export function useStored(): Stored {
  return useSyncExternalStore(listen, stored, () => EMPTY);
}

/** Changes what is kept as it is now, also by other tabs. */
export function change(work: (kept: Kept) => Kept): void {
  const before = stored();
  const kept = work(before.kept);
  if (kept === before.kept) return;
  try {
    const text = localStorage.getItem(PLACE);
    // What could not be read may still be worth something to somebody.
    if (text !== null && before.unreadable !== undefined) localStorage.setItem(ASIDE, text);
    localStorage.setItem(PLACE, writeKept(kept));
    held = undefined;
  } catch {
    held = { ...EMPTY, kept, trouble: NO_STORAGE };
  }
  tell();
}

function stored(): Stored {
  if (held !== undefined) return held;
  let text: string | null;
  try {
    text = localStorage.getItem(PLACE);
  } catch {
    held = { ...EMPTY, trouble: NO_STORAGE };
    return held;
  }
  if (known === undefined || known.text !== text)
    known = { text, stored: text === null ? EMPTY : { ...readKept(text), trouble: undefined } };
  return known.stored;
}

function listen(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener("storage", tell);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener("storage", tell);
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}
