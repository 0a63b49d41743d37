// The invented production companies: a few large ones, many small ones, some with awkward names.
import type { Language } from "./languages.ts";
import { dice } from "./random.ts";
import type { Dice } from "./random.ts";

/** A production company. None is meant to be a real one. */
export interface Company {
  /** From 9,100,001 up, far above any id in use at TMDB. */
  readonly id: number;
  readonly name: string;
  /** How often it makes a movie, against the others: the large ones more than a hundred times the smallest. */
  readonly weight: number;
  /** The code of the one language it works in, when it keeps to one. */
  readonly language?: string;
  /** What its movies cost, as a multiple of what such a movie usually costs. */
  readonly purse: number;
}

const howMany = 180;
const firstId = 9_100_001;

// The largest ones, and the names that a loader, a query or a page may stumble over, each with the place it takes by size.
const named: readonly { readonly rank: number; readonly name: string; readonly language?: string }[] = [
  { rank: 0, name: "Brass Heron Pictures" },
  { rank: 1, name: "Vellinore Studios" },
  { rank: 2, name: "Gullwing Entertainment" },
  { rank: 3, name: "Tumbledown Brothers" },
  { rank: 4, name: "O'Garrow & Daughters" },
  { rank: 5, name: "Quillhaven Pictures" },
  { rank: 6, name: "Marzipan Animation" },
  { rank: 7, name: "Nine Lanterns Film Company" },
  { rank: 9, name: "Larkspurr, Finch and Company" },
  { rank: 13, name: "Copper Wren Pictures" },
  { rank: 16, name: "Les Films de l'Île Ombrelune", language: "fr" },
  { rank: 22, name: "三本足の鶴シネマ", language: "ja" },
  { rank: 25, name: "Tidewrack Films " },
  { rank: 29, name: "Filmhaus Überschlag", language: "de" },
  { rank: 34, name: 'The "Nine Lamps" Workshop' },
  { rank: 38, name: "Киностудия «Серая Чайка Зембровы»", language: "ru" },
  { rank: 41, name: "Producciones Ñandú Azul", language: "es" },
  { rank: 47, name: 'The Beekeeper\'s "Last" Reel' },
  { rank: 52, name: "नीली नाव चित्रशाला", language: "hi" },
  { rank: 58, name: "Copper Wren Pictures" },
  { rank: 63, name: "D'Aubrelle, O'Garrow, et al." },
  { rank: 69, name: "느린고래 영화사", language: "ko" },
  { rank: 75, name: "Skärgårdsfilm på Ön", language: "sv" },
  { rank: 82, name: "慢鲸影业", language: "zh" },
  { rank: 90, name: "Half\u00a0Moon Half\u00a0Measure" },
  { rank: 97, name: "Teatro dell'Ora Tarda", language: "it" },
  { rank: 105, name: "[untitled] Productions" },
  { rank: 118, name: "Back\\slash Animation" },
  { rank: 126, name: "=Equals Pictures" },
  { rank: 140, name: "🐌 Films" },
  { rank: 155, name: "{Curly} Television" },
];

const firstWords =
  "Brass,Damson,Tumbledown,Gullwing,Marzipan,Obsidian,Crosspatch,Thrumble,Pewter,Halfpenny,Ninefold,Saltmarsh,Vellinore,Quillhaven,Wexmere,Larkspurr";
const secondWords =
  "Heron,Lantern,Badger,Weathervane,Kettle,Moth,Anvil,Tortoise,Periscope,Orchard,Comma,Magpie";
const lastWords = "Pictures,Films,Studio,Productions,Entertainment,Film Works,Cinema,Television";

/** The 180 companies made from a seed, the largest first. */
export function companiesOf(seed: number): readonly Company[] {
  const throws = dice(seed, "companies");
  const used = new Set(named.map(({ name }) => name));
  return Array.from({ length: howMany }, (_, rank) => {
    const given = named.find((company) => company.rank === rank);
    const name = given?.name ?? unusedName(throws, used);
    used.add(name);
    return {
      id: firstId + rank,
      name,
      weight: 100 / (rank + 3),
      purse: rank < 8 ? 1.5 : rank < 45 ? 1.05 : 0.7,
      ...(given?.language === undefined ? {} : { language: given.language }),
    };
  });
}

/**
 * Throws the companies behind a movie made in a language: none to seven, the leading one first. `guest`,
 * when given, is among them.
 */
export function throwCompanies(
  dice: Dice,
  companies: readonly Company[],
  language: Language,
  guest: Company | undefined,
): readonly Company[] {
  const sizes = [11, 35, 28, 16, 6, 2, 1, 1];
  const count = dice.weigh([0, 1, 2, 3, 4, 5, 6, 7], (size) => sizes[size] ?? 0);
  const chosen: Company[] = guest === undefined ? [] : [guest];
  while (chosen.length < count) {
    const company = dice.weigh(companies, (one) => one.weight * closeness(one, language));
    if (!chosen.includes(company)) chosen.push(company);
  }
  return chosen;
}

// A company that keeps to one language makes nearly all its movies in it.
function closeness(company: Company, language: Language): number {
  if (company.language === undefined) return 1;
  return company.language === language.code ? 25 : 0.02;
}

/** The companies with names chosen by hand, so that each can be given at least one movie. */
export function namedOf(companies: readonly Company[]): readonly Company[] {
  return companies.filter((_, rank) => named.some((company) => company.rank === rank));
}

function unusedName(dice: Dice, used: ReadonlySet<string>): string {
  for (;;) {
    const name = [firstWords, secondWords, lastWords].map((list) => dice.pick(list.split(","))).join(" ");
    if (!used.has(name)) return name;
  }
}
