// What a browser keeps of questions <-> text: what was asked and what was saved, in a numbered form, damage left out and counted.

/** A question as it is kept. */
export interface KeptQuestion {
  readonly title: string;
  /** From the server's root, e.g. `/explore/movies/movies?fields=…`. */
  readonly address: string;
  /** When it was asked or saved: ISO 8601. */
  readonly at: string;
  readonly model: string;
}

/** All that is kept. */
export interface Kept {
  /** The latest first, each once. */
  readonly asked: readonly KeptQuestion[];
  /** The latest first, each once. */
  readonly saved: readonly KeptQuestion[];
}

/** What was read, and how much of it was damaged. */
export interface ReadKept {
  readonly kept: Kept;
  /** Entries that are no questions, and were left out. */
  readonly damaged: number;
  /** In words, when nothing at all could be read. */
  readonly unreadable: string | undefined;
}

/** Nothing. */
export const NOTHING_KEPT: Kept = { asked: [], saved: [] };

/** The form in which we write; a later one that this page does not know is left alone. */
const VERSION = 1;
/** So many that were asked are kept; saved ones are never dropped. */
const MOST_ASKED = 100;
/** Longer texts come from elsewhere. */
const LONGEST = 20_000;

/** @returns text for the browser's storage and for files alike */
export function writeKept(kept: Kept): string {
  return JSON.stringify({ viewfinder: "questions", version: VERSION, ...kept }, null, 1);
}

/** Never throws: what cannot be read is told in words. */
export function readKept(text: string): ReadKept {
  const none = (unreadable: string): ReadKept => ({ kept: NOTHING_KEPT, damaged: 0, unreadable });
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return none("It is not a file of questions: it is no JSON.");
  }
  const { viewfinder, version, asked, saved } = Object(found) as Readonly<Record<string, unknown>>;
  if (viewfinder !== "questions") return none("It is not a file of questions.");
  if (typeof version !== "number" || version > VERSION)
    return none("It was written by a later version of this page, which this one cannot read.");
  const read = [asked, saved].map((list) => readList(list));
  const [readAsked, readSaved] = read;
  return {
    kept: { asked: readAsked?.questions ?? [], saved: readSaved?.questions ?? [] },
    damaged: read.reduce((sum, one) => sum + one.damaged, 0),
    unreadable: undefined,
  };
}

/** A question that was asked comes to the front; the same address is never kept twice. */
export function remember(kept: Kept, question: KeptQuestion): Kept {
  return { ...kept, asked: inFront(question, kept.asked).slice(0, MOST_ASKED) };
}

/** The same for one that is saved. */
export function save(kept: Kept, question: KeptQuestion): Kept {
  return { ...kept, saved: inFront(question, kept.saved) };
}

/** Takes one off both lists, or off one. */
export function forget(kept: Kept, address: string, list: keyof Kept): Kept {
  return { ...kept, [list]: kept[list].filter((one) => one.address !== address) };
}

/** What was kept here and what comes from a file, together; of two with one address the later stays. */
export function merge(
  kept: Kept,
  other: Kept,
): { readonly kept: Kept; readonly added: number; readonly known: number } {
  const join = (own: readonly KeptQuestion[], more: readonly KeptQuestion[]): readonly KeptQuestion[] => {
    const known = new Map(own.map((one) => [one.address, one]));
    for (const one of more) {
      const before = known.get(one.address);
      if (before === undefined || before.at < one.at) known.set(one.address, one);
    }
    return [...known.values()].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  };
  const merged = {
    asked: join(kept.asked, other.asked).slice(0, MOST_ASKED),
    saved: join(kept.saved, other.saved),
  };
  const before = new Set([...kept.asked, ...kept.saved].map((one) => one.address));
  const addresses = new Set([...other.asked, ...other.saved].map((one) => one.address));
  const known = [...addresses].filter((address) => before.has(address)).length;
  return { kept: merged, added: addresses.size - known, known };
}

function inFront(question: KeptQuestion, list: readonly KeptQuestion[]): readonly KeptQuestion[] {
  return [question, ...list.filter((one) => one.address !== question.address)];
}

function readList(list: unknown): { readonly questions: readonly KeptQuestion[]; readonly damaged: number } {
  if (!Array.isArray(list)) return { questions: [], damaged: list === undefined ? 0 : 1 };
  const entries: readonly unknown[] = list;
  const questions = entries.flatMap((entry) => readQuestion(entry) ?? []);
  return { questions, damaged: entries.length - questions.length };
}

/** An address that leads anywhere but to a question of this server is damage, too. */
function readQuestion(entry: unknown): KeptQuestion | undefined {
  const { title, address, at, model } = Object(entry) as Readonly<Record<string, unknown>>;
  if (typeof title !== "string" || title === "" || title.length > LONGEST) return undefined;
  if (typeof address !== "string" || !address.startsWith("/explore/") || address.length > LONGEST)
    return undefined;
  if (typeof at !== "string" || Number.isNaN(Date.parse(at)) || typeof model !== "string") return undefined;
  return { title, address, at, model };
}
