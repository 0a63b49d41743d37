// Invented places and people, for titles and overviews.
import type { Dice } from "./random.ts";

/** Places that are on no map. */
export const places: readonly string[] = [
  "Vellinore",
  "Quillhaven",
  "Wexmere",
  "Little Thrumble",
  "Saint Orrin",
  "Marrowby",
  "Osmarra",
  "Kestrel Sound",
  "Ombrelune",
  "Tarn Hollow",
  "Skarrowfell",
  "Lower Fennick",
  "Castellune",
  "Harrowmouth",
  "Brindlewick",
  "Pomegranate Pier",
  "Ravensgill",
  "Zembrova",
  "Nørrevåg",
  "Ilmaren",
  "Port Esperance-sur-Lune",
  "Dunmarrow",
  "Tessaly Flats",
  "Ashwillow",
];

/** First names of people. */
export const firstNames: readonly string[] = [
  "Odile",
  "Tobias",
  "Inés",
  "Marlo",
  "Wren",
  "Casimir",
  "Pilar",
  "Anselm",
  "Ottoline",
  "Bram",
  "Sunniva",
  "Idris",
  "Hana",
  "Leopold",
  "Maeve",
  "Rufus",
  "Yusra",
  "Teodor",
  "Linnéa",
  "Barnaby",
  "Zélie",
  "Björn",
  "Noor",
  "Kazuo",
];

const lastNames: readonly string[] = [
  "Quillon",
  "Thistlemoor",
  "Ombrelle",
  "Vandersee",
  "Larkspurr",
  "Pemberwick",
  "Osgarth",
  "Ferrowhite",
  "O'Garrow",
  "Castellan-Finch",
  "Wintermute-Hale",
  "Haldorsen-Bly",
  "D'Aubrelle",
  "Mossgrave",
  "Tamarisko",
  "Øverlund",
];

/** Throws a first and a last name. */
export function throwPerson(dice: Dice): string {
  return `${dice.pick(firstNames)} ${dice.pick(lastNames)}`;
}
