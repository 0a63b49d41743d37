// The new movies of a month into the records of its file, with the published file's faults among them.
import { csvField, csvRecord, quotedField } from "./csv.ts";
import { entryOf } from "./entry.ts";
import type { Entry } from "./entry.ts";
import type { Movie } from "./movie.ts";
import { throwPerson } from "./names.ts";
import { throwSentence } from "./overviews.ts";
import { throwPicture } from "./pictures.ts";
import type { Dice } from "./random.ts";
import { columns, fieldsOf, inOrder } from "./record.ts";
import type { Fields } from "./record.ts";

/** How many of each fault a month's file has. */
export interface FaultPlan {
  /** How a record is cut in two: behind a closed quote, or with no quotes at all, as in the published file. */
  readonly split: "behind a quote" | "without quotes" | "none";
  readonly notNumbers: number;
  readonly impossibleDates: number;
  readonly exactDuplicates: number;
  readonly conflictingDuplicates: number;
}

/** The records of a month's new movies, and the movies as they are meant (a split one got a new overview). */
export interface Spoiled {
  readonly entries: readonly Entry[];
  /** Movies whose only record cannot be loaded. */
  readonly broken: readonly Movie[];
  /** Movies that stand twice in the file. */
  readonly doubled: readonly Movie[];
}

/**
 * Writes the new movies as records in the order of their ids, some of them spoilt as planned. Only
 * movies for which `plain` holds are spoilt. Repeated records stand further down, as in the published
 * file.
 */
export function spoil(
  movies: readonly Movie[],
  plan: FaultPlan,
  plain: (movie: Movie) => boolean,
  dice: Dice,
): Spoiled {
  const left = movies.filter(plain);
  const take = (count: number, fits: (movie: Movie) => boolean): readonly Movie[] => {
    const chosen = dice.some(left.filter(fits), count);
    for (const movie of chosen) left.splice(left.indexOf(movie), 1);
    return chosen;
  };
  const any = (): boolean => true;

  // A split record must have companies, so that its tail has them where genres belong.
  const cut = take(plan.split === "none" ? 0 : 1, ({ companies }) => companies.length >= 2);
  const broken = new Map(
    [
      ...cut.map((movie) => split(movie, plan.split === "behind a quote", dice)),
      ...take(plan.notNumbers, any).map((movie) => withPictureAsBudget(movie, dice)),
      ...take(plan.impossibleDates, any).map((movie) => withImpossibleDate(movie, dice)),
    ].map((one): readonly [number, Broken] => [one.movie.id, one]),
  );
  const twins = [
    ...take(plan.exactDuplicates, any).map((movie) => ({ movie, entry: repeated(movie) })),
    ...take(plan.conflictingDuplicates, ({ voteCount }) => voteCount >= 20).map((movie, at) => ({
      movie,
      entry: contradicted(movie, at % 2 === 0, dice),
    })),
  ];
  // Groups keep the two parts of a split record together when a twin is put between other records.
  const groups = movies.map((movie): readonly Entry[] => broken.get(movie.id)?.entries ?? [entryOf(movie)]);
  for (const { movie, entry } of twins) {
    const from = groups.findIndex((group) => group.some(({ id }) => id === movie.id)) + 1;
    groups.splice(dice.whole(from, groups.length), 0, [entry]);
  }
  return {
    entries: groups.flat(),
    broken: [...broken.values()].map(({ movie }) => movie),
    doubled: twins.map(({ movie }) => movie),
  };
}

interface Broken {
  readonly movie: Movie;
  readonly entries: readonly Entry[];
}

// The overview ends in a raw newline and a line of its own; what is quoted, if anything, ends before it.
function split(movie: Movie, behindQuote: boolean, dice: Dice): Broken {
  const sentence = throwSentence(dice, "far");
  const head = behindQuote ? `${sentence} "Ask the goose," says the note.` : sentence.replaceAll(",", "");
  const tail = ` - Written by ${throwPerson(dice)}`;
  const meant = { ...movie, overview: `${head}\n${tail}` };
  const fields = inOrder(fieldsOf(meant));
  const at = columns.indexOf("overview");
  const before = fields.slice(0, at).map(csvField).join(",");
  return {
    movie: meant,
    entries: [
      {
        id: movie.id,
        text: `${before},${behindQuote ? quotedField(head) : csvField(head)}\n`,
        fault: {
          kind: "split head",
          what: "a raw newline in the overview ends the record after 10 of 24 fields",
        },
      },
      {
        id: movie.id,
        text: csvRecord([tail, ...fields.slice(at + 1)]),
        fault: {
          kind: "split tail",
          what: `the other 15 fields, nine columns too far left: adult is "${tail}", genres holds companies`,
        },
      },
    ],
  };
}

function withPictureAsBudget(movie: Movie, dice: Dice): Broken {
  const budget = throwPicture(dice);
  return brokenField(movie, { budget }, "budget not a number", `the budget is ${budget}`);
}

function withImpossibleDate(movie: Movie, dice: Dice): Broken {
  const date = `${dice.whole(1960, 2020)}-02-30`;
  return brokenField(movie, { release_date: date }, "impossible date", `the release date is ${date}`);
}

function brokenField(
  movie: Movie,
  wrong: Partial<Fields>,
  kind: "budget not a number" | "impossible date",
  what: string,
): Broken {
  const text = csvRecord(inOrder({ ...fieldsOf(movie), ...wrong }));
  return { movie, entries: [{ id: movie.id, text, fault: { kind, what } }] };
}

function repeated(movie: Movie): Entry {
  return {
    ...entryOf(movie),
    fault: { kind: "exact duplicate", what: "the same record once more, byte for byte" },
  };
}

function contradicted(movie: Movie, more: boolean, dice: Dice): Entry {
  const difference = dice.whole(3, 15);
  const voteCount = movie.voteCount + (more ? difference : -difference);
  const popularity = more ? movie.popularity + 210_406 : 95_317;
  return {
    ...entryOf({ ...movie, voteCount, popularity }),
    fault: {
      kind: "conflicting duplicate",
      what: `vote_count is ${voteCount}, in the earlier record of the same movie ${movie.voteCount}`,
    },
  };
}
