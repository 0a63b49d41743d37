// A seed into three monthly drops: new movies, faults among them, and corrections to what came before.
import { companiesOf } from "./companies.ts";
import { correct } from "./corrections.ts";
import type { CorrectionKind } from "./corrections.ts";
import { csvRecord } from "./csv.ts";
import { entryOf } from "./entry.ts";
import type { Entry, FaultKind } from "./entry.ts";
import { spoil } from "./faults.ts";
import type { FaultPlan } from "./faults.ts";
import { firstMovieId } from "./movie.ts";
import type { Movie } from "./movie.ts";
import { moviesOf } from "./movies.ts";
import { oddities } from "./oddities.ts";
import { dice } from "./random.ts";
import { columns } from "./record.ts";
import { misspelled } from "./titles.ts";

/** One month's delivery, in memory, with the truth about what is wrong and what is new in it. */
export interface SampleDrop {
  /** YYYY-MM. */
  readonly period: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** How many records the file has after its header, as a CSV reader counts them (a split record is two). */
  readonly records: number;
  /** Every record that is wrong on purpose, in the file's order. */
  readonly faults: readonly SampleFault[];
  /** Every record of a movie that an earlier month delivered, in the file's order. */
  readonly corrections: readonly SampleCorrection[];
}

/** Where a record stands in movies_metadata.csv. */
export interface SamplePlace {
  /** 1 for the first record after the header. */
  readonly record: number;
  /** The physical line it begins on; the header is line 1. */
  readonly line: number;
  /** The movie it is about. */
  readonly id: number;
}

/** A record that is wrong on purpose. */
export interface SampleFault extends SamplePlace {
  readonly kind: FaultKind;
  readonly what: string;
  /** The other part of a split record, or the first record of a movie that stands twice in the file. */
  readonly twin?: number;
}

/** A later record of a movie that an earlier month delivered. */
export interface SampleCorrection extends SamplePlace {
  readonly kind: CorrectionKind;
  readonly what: string;
}

/** What to make: the seed (1 by default), and how many movies over all three months (1,500; at least 200). */
export interface SampleOptions {
  readonly seed?: number;
  readonly movies?: number;
}

const fileName = "movies_metadata.csv";

const months: readonly { readonly period: string; readonly plan: FaultPlan }[] = [
  {
    period: "2026-08",
    plan: {
      split: "behind a quote",
      notNumbers: 1,
      impossibleDates: 1,
      exactDuplicates: 3,
      conflictingDuplicates: 2,
    },
  },
  {
    period: "2026-09",
    plan: {
      split: "without quotes",
      notNumbers: 1,
      impossibleDates: 1,
      exactDuplicates: 0,
      conflictingDuplicates: 1,
    },
  },
  {
    period: "2026-10",
    plan: { split: "none", notNumbers: 0, impossibleDates: 0, exactDuplicates: 1, conflictingDuplicates: 0 },
  },
];

/**
 * Makes the three drops, the earliest first: three fifths of the movies in the first month, one fifth
 * in each of the others, and there some earlier movies again. What the first month broke comes whole in
 * the last one; what the second month broke stays broken. The same options give the same bytes.
 * Throws RangeError when `movies` is not a whole number of at least 200.
 */
export function sampleDrops(options: SampleOptions = {}): readonly SampleDrop[] {
  const { seed = 1, movies: count = 1500 } = options;
  if (!Number.isInteger(count) || count < 200) {
    throw new RangeError(`a sample has a whole number of movies, 200 or more, not ${count}`);
  }
  const companies = companiesOf(seed);
  const movies = moviesOf(seed, count);
  const later = Math.round(count / 5);

  const drops: SampleDrop[] = [];
  const sound = new Map<number, Movie>();
  const broken: (readonly Movie[])[] = [];
  let slipped: readonly Slip[] = [];
  let start = 0;

  for (const [month, { period, plan }] of months.entries()) {
    const throws = dice(seed, `month ${period}`);
    const known = { sound: [...sound.values()], slipped, broken: broken[month - 2] ?? [] };
    const corrections = month === 0 ? [] : correct(known, companies, throws);
    for (const { movie } of corrections) sound.set(movie.id, movie);

    const monthsLeft = months.length - 1 - month;
    const meant = movies.slice(start, count - monthsLeft * later);
    start += meant.length;
    // A slip made in the last month would never be put right.
    slipped =
      monthsLeft === 0 ? [] : meant.filter(slips).map((movie) => ({ came: misspelled(movie.title), movie }));
    const came = meant.map((movie) => ({ ...movie, title: slipOf(movie, slipped)?.came ?? movie.title }));

    const spoiled = spoil(came, plan, isPlain, throws);
    broken.push(spoiled.broken);
    const unsound = new Set(
      [...spoiled.doubled, ...spoiled.broken, ...slipped.map(({ movie }) => movie)].map(idOf),
    );
    for (const movie of came) if (!unsound.has(movie.id)) sound.set(movie.id, movie);

    drops.push(dropOf(period, [...corrections.map((one) => entryOf(one.movie, one)), ...spoiled.entries]));
  }
  return drops;
}

interface Slip {
  readonly came: string;
  readonly movie: Movie;
}

// One movie in fifty first comes with a slip in its title.
function slips(movie: Movie): boolean {
  return (movie.id - firstMovieId) % 50 === 7;
}

function slipOf(movie: Movie, slipped: readonly Slip[]): Slip | undefined {
  return slipped.find((slip) => slip.movie.id === movie.id);
}

// Faults are put where nothing else is odd, so that each shows by itself.
function isPlain(movie: Movie): boolean {
  return !slips(movie) && !oddities.has(movie.id - firstMovieId);
}

function idOf({ id }: { readonly id: number }): number {
  return id;
}

function dropOf(period: string, entries: readonly Entry[]): SampleDrop {
  const header = csvRecord(columns);
  const faults: SampleFault[] = [];
  const corrections: SampleCorrection[] = [];
  let line = 2;
  for (const [at, { id, text, fault, correction }] of entries.entries()) {
    const place = { record: at + 1, line, id };
    if (fault !== undefined) faults.push({ ...place, ...fault, ...twinOf(entries, at) });
    if (correction !== undefined) corrections.push({ ...place, ...correction });
    line += text.split("\n").length - 1;
  }
  return {
    period,
    files: [{ name: fileName, text: header + entries.map(({ text }) => text).join("") }],
    records: entries.length,
    faults,
    corrections,
  };
}

// The other record of the same movie in this file, counted from 1.
function twinOf(entries: readonly Entry[], at: number): { readonly twin?: number } {
  const other = entries.findIndex(({ id }, place) => id === entries[at]?.id && place !== at);
  return other === -1 ? {} : { twin: other + 1 };
}
