// The movies at fixed places that carry what chance might leave out: awkward titles, huge revenues, odd dates.
import { genres } from "./genres.ts";
import type { Movie } from "./movie.ts";

/**
 * What certain movies are like, by their place in the list (0 for id 9,000,001); everything not said
 * here is thrown as for any other movie.
 */
export const oddities: ReadonlyMap<number, Partial<Movie>> = new Map<number, Partial<Movie>>([
  [1, titled("=SUM(of Us)")],
  [3, titled("+1 at the Marrowby Wedding")],
  [5, titled("-40 in Vellinore")],
  [9, titled("@home with the Thrumbles")],
  [
    11,
    blockbuster(
      "Quillhaven: The Clockwork Sea",
      2017,
      310_000_000,
      2_348_177_904,
      "Action,Adventure,Science Fiction",
    ),
  ],
  [13, titled("🌧️ Over Wexmere")],
  [15, titled('The "Honest" Ferryman of Osmarra')],
  [17, titled("Soup, Salt, Saint Orrin")],
  [19, titled("'Til Marrowby")],
  [21, titled('"Encore!", Cried the Owl')],
  [23, titled("Café Ombrelune, côté jardin")],
  [25, titled("100% Thrumble_")],
  [27, { ...titled("Workers Leaving the Goose Fair"), ...silent("1897-05-04") }],
  [29, { budget: 12, revenue: 3_400_000 }],
  [31, { budget: 85, revenue: 0 }],
  [33, { budget: 3, revenue: 11 }],
  [35, { budget: 250, revenue: 61_200_000 }],
  [37, { budget: 900, revenue: 0 }],
  [39, { released: "" }],
  [41, { genres: [] }],
  [43, { companies: [] }],
  [45, { genres: [], companies: [], budget: 0, revenue: 0, overview: "" }],
  [47, { runtime: null }],
  [49, { popularity: 8 }],
  [51, { adult: true }],
  [53, { video: true }],
  [55, titled("C:\\Vellinore\\Later")],
  [59, titled("Goodnight, Marrowby")],
  [61, titled("Goodnight, Marrowby")],
  [
    217,
    blockbuster("The Thousand-Year Orbit", 2023, 365_000_000, 2_611_905_338, "Science Fiction,Adventure"),
  ],
  [
    640,
    blockbuster(
      "Little Thrumble Saves the World",
      2019,
      205_000_000,
      2_194_460_127,
      "Animation,Family,Comedy",
    ),
  ],
  [
    1044,
    blockbuster("Quillhaven II: The Clockwork Sky", 2025, 402_000_000, 2_876_530_416, "Action,Adventure"),
  ],
]);

function titled(title: string): Partial<Movie> {
  return {
    title,
    originalTitle: title,
    originalLanguage: "en",
    countries: [{ code: "GB", name: "United Kingdom" }],
    spoken: [{ code: "en", name: "English" }],
  };
}

function silent(released: string): Partial<Movie> {
  return { released, runtime: 1, budget: 0, revenue: 0, spoken: [], status: "Released" };
}

function blockbuster(
  title: string,
  year: number,
  budget: number,
  revenue: number,
  names: string,
): Partial<Movie> {
  return {
    ...titled(title),
    released: `${year}-06-19`,
    budget,
    revenue,
    genres: names.split(",").flatMap((name) => genres.filter((genre) => genre.name === name)),
    runtime: 141,
    status: "Released",
    voteAverage: 74,
    voteCount: 9_000 + (revenue % 3_000),
    popularity: 180_000_000 + (revenue % 40_000_000),
  };
}
