// A seed and a place in the list into one invented movie.
import { companiesOf, namedOf, throwCompanies } from "./companies.ts";
import type { Company } from "./companies.ts";
import { throwGenres } from "./genres.ts";
import type { Mood } from "./genres.ts";
import { languages, throwCountries, throwTranslated } from "./languages.ts";
import type { Language } from "./languages.ts";
import { throwMoney } from "./money.ts";
import { firstMovieId } from "./movie.ts";
import type { Collection, Movie } from "./movie.ts";
import { places } from "./names.ts";
import { oddities } from "./oddities.ts";
import { throwOverview } from "./overviews.ts";
import { throwPicture } from "./pictures.ts";
import { dice, exponential } from "./random.ts";
import type { Dice } from "./random.ts";
import { throwTitle } from "./titles.ts";

/**
 * Makes the first `count` movies of a seed, in the order of their ids. A movie is the same whatever the
 * count is.
 */
export function moviesOf(seed: number, count: number): readonly Movie[] {
  const companies = companiesOf(seed);
  const guests = namedOf(companies);
  const taken = new Set<string>();
  const movies: Movie[] = [];
  for (let place = 0; place < count; place++) {
    // Every second one of the first movies is made with a company named by hand, so that none is missing.
    const guest = place % 2 === 0 ? guests[place / 2] : undefined;
    const thrown = throwMovie(dice(seed, `movie ${place}`), place, companies, guest, taken);
    const movie = { ...thrown, ...oddities.get(place) };
    taken.add(movie.title);
    movies.push(movie);
  }
  return movies;
}

function throwMovie(
  dice: Dice,
  place: number,
  companies: readonly Company[],
  guest: Company | undefined,
  taken: ReadonlySet<string>,
): Movie {
  const genres = throwGenres(dice);
  const mood = genres[0]?.mood ?? "warm";
  const language = throwLanguage(dice, guest);
  const made = throwCompanies(dice, companies, language, guest);
  const released = throwDay(dice);
  const money = throwMoney(dice, genres, Number(released.slice(0, 4)), made[0]);
  // A movie that the first month announces has taken nothing yet, and nobody has voted.
  const shown = released < "2026-09";
  const votes = shown
    ? throwVotes(dice, money.revenue, genres[0]?.rating ?? 6, released)
    : { average: 0, count: 0 };
  const { original, title } = throwTitles(dice, language, mood, taken);
  return {
    id: firstMovieId + place,
    adult: dice.chance(0.003),
    collection: dice.chance(0.11) ? collectionOf(dice.whole(0, places.length - 1)) : null,
    budget: money.budget,
    genres,
    homepage: dice.chance(0.07)
      ? `http://www.${dice.pick(["vellinore", "gullwing", "kettle-moth"])}.example/${place}`
      : "",
    imdbId: dice.chance(0.004) ? "" : `tt${99_000_001 + place}`,
    originalLanguage: language.code,
    originalTitle: original,
    overview: throwOverview(dice, mood, title),
    popularity: throwPopularity(dice, votes.count),
    poster: dice.chance(0.01) ? "" : throwPicture(dice),
    companies: made,
    countries: throwCountries(dice, language),
    released: dice.chance(0.004) ? "" : released,
    revenue: shown ? money.revenue : 0,
    runtime: throwRuntime(dice, genres[0]?.minutes ?? 88),
    spoken: throwSpoken(dice, language),
    status: shown ? throwStatus(dice) : "Post Production",
    tagline: dice.chance(0.55) ? "" : throwTagline(dice),
    title,
    video: dice.chance(0.003),
    voteAverage: votes.average,
    voteCount: votes.count,
  };
}

interface Titles {
  readonly original: string;
  readonly title: string;
}

// A title is thrown again while an earlier movie has it; in the end a movie may share its title, as real ones do.
function throwTitles(dice: Dice, language: Language, mood: Mood, taken: ReadonlySet<string>): Titles {
  let titles = throwTitlesOnce(dice, language, mood);
  for (let again = 0; again < 20 && taken.has(titles.title); again++)
    titles = throwTitlesOnce(dice, language, mood);
  return titles;
}

// An English-language movie has one title, another two; now and then English speakers keep the original.
function throwTitlesOnce(dice: Dice, language: Language, mood: Mood): Titles {
  if (language.code === "en") {
    const title = throwTitle(dice, mood);
    return { original: title, title };
  }
  const { original, english } = throwTranslated(dice, language);
  return { original, title: dice.chance(0.12) ? original : english };
}

function throwLanguage(dice: Dice, guest: Company | undefined): Language {
  return (
    languages.find(({ code }) => code === guest?.language) ?? dice.weigh(languages, ({ weight }) => weight)
  );
}

// More movies every decade: of two throws the later year counts. The last ones come out in October 2026.
function throwDay(dice: Dice): string {
  const year = Math.max(dice.whole(1950, 2026), dice.whole(1950, 2026));
  const month = dice.whole(1, year === 2026 ? 10 : 12);
  const day = dice.chance(0.06) ? 1 : dice.whole(1, 28);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

// A few movies are so little known that pandas writes their popularity with an exponent.
function throwPopularity(dice: Dice, voteCount: number): number {
  if (dice.chance(0.015)) return dice.whole(1, 99);
  return dice.whole(120_000, 1_900_000) + voteCount * dice.whole(2000, 6000);
}

function throwRuntime(dice: Dice, minutes: number): number | null {
  if (dice.chance(0.007)) return null;
  if (dice.chance(0.02)) return 0;
  return dice.chance(0.03) ? dice.whole(5, 40) : Math.max(45, Math.round(minutes + 13 * dice.bell()));
}

function throwVotes(
  dice: Dice,
  revenue: number,
  rating: number,
  released: string,
): { readonly average: number; readonly count: number } {
  if (dice.chance(0.04)) return { average: 0, count: 0 };
  const usual = revenue / 400_000 + 18 + Math.max(0, Number(released.slice(0, 4)) - 1990);
  const count = Math.max(1, Math.round(usual * exponential(0.8 * dice.bell() - 0.3)));
  const average = Math.round(10 * Math.min(9.8, Math.max(1, rating + 0.9 * dice.bell())));
  return { average, count };
}

function throwSpoken(dice: Dice, language: Language): Movie["spoken"] {
  if (dice.chance(0.06)) return [];
  const others = languages.filter(({ code }) => code !== language.code);
  const spoken = [language, ...(dice.chance(0.22) ? [dice.pick(others)] : [])];
  // Some languages have no name of their own in the published file.
  return dice.chance(0.01) ? [...spoken, { code: "kw", name: "" }] : spoken;
}

function throwStatus(dice: Dice): string {
  if (dice.chance(0.002)) return "";
  return dice.chance(0.006) ? "Rumored" : "Released";
}

function throwTagline(dice: Dice): string {
  const place = dice.pick(places);
  return dice.pick([
    `You can leave ${place}. Once.`,
    "Some doors are only open on Thursdays.",
    `Everybody comes to ${place} for the quiet.`,
    "Bring a coat, and an alibi.",
    'They said "never". It took a week.',
    "It was never about the goose.",
    "Love is a second-hand accordion...",
    "The map was right. The sea was wrong.",
    `${place} remembers.`,
  ]);
}

// One series for each invented place; its pictures are the same in all of its movies.
function collectionOf(place: number): Collection {
  const name = places[place] ?? "";
  const throws = dice(place, "collection");
  return {
    id: 9_200_001 + place,
    name: place % 3 === 0 ? `Tales from ${name}'s End Collection` : `${name} Collection`,
    poster: place % 5 === 0 ? null : throwPicture(throws),
    backdrop: place % 2 === 0 ? null : throwPicture(throws),
  };
}
