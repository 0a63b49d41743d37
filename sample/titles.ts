// A mood into the invented English title of a movie.
import type { Mood } from "./genres.ts";
import { firstNames, places, throwPerson } from "./names.ts";
import type { Dice } from "./random.ts";

const nouns: Readonly<Record<Mood, readonly string[]>> = {
  bright: words(
    "Wedding,Umbrella,Bakery,Landlady,Parade,Understudy,Accordion,Goose,Holiday,Inheritance,Soufflé,Picnic",
  ),
  dark: words(
    "Cellar,Whisper,Undertaker,Mirror,Séance,Scarecrow,Lullaby,Thirteenth Stair,Fog,Puppet,Well,Moth",
  ),
  far: words(
    "Signal,Orbit,Astronomer,Colony,Machine,Comet,Cartographer,Expedition,Compass,Satellite,Dragon,Airship",
  ),
  hard: words(
    "Getaway,Courier,Informer,Convoy,Bridge,Ambush,Alibi,Safecracker,Night Train,Bodyguard,Vault,Bounty",
  ),
  old: words(
    "Cavalry,Regiment,Telegraph,Homestead,Sheriff,Cannon,Queen,Treaty,Ferry,Drummer,Fortress,Stagecoach",
  ),
  true: words(
    "River,Salt Road,Archive,Choir,Ferryman,Weaver,Glacier,Market,Chess Club,Orchestra,Quarry,Beehive",
  ),
  warm: words(
    "Letter,Lighthouse,Orchard,Clockmaker,Piano,Harbour,Winter Coat,Postman,Beekeeper,Garden,Tide,Café",
  ),
};

const adjectives: Readonly<Record<Mood, readonly string[]>> = {
  bright: words(
    "Apologetic,Second-Hand,Left-Handed,Unsinkable,Ridiculous,Upside-Down,Overdressed,Nearly Famous",
  ),
  dark: words("Sleepless,Crooked,Patient,Buried,Whispering,Unlit,Hungry,Borrowed"),
  far: words("Impossible,Thousand-Year,Clockwork,Unmapped,Weightless,Inside-Out,Farthest,Moonlit"),
  hard: words("Counterfeit,Bulletproof,Unmarked,Midnight,Double-Locked,Wanted,Rented,Seven-Minute"),
  old: words("Iron,Forgotten,Barefoot,Cobalt,Mutinous,Dust-Coloured,Unpaid,Faithful"),
  true: words("Unwritten,Ordinary,Vanishing,Slow,Stubborn,Inaudible,Common,Last"),
  warm: words("Reluctant,Paper,Unfinished,Quiet,Velvet,Late,Wandering,Unsent"),
};

const numbers: readonly string[] = words("Two,Three,Seven,Nine,Twelve,Forty,A Hundred");

/** Throws a title in the words of the mood; none is meant to be that of a real movie. */
export function throwTitle(dice: Dice, mood: Mood): string {
  const noun = dice.pick(nouns[mood]);
  const other = dice.pick(nouns[mood].filter((word) => word !== noun));
  const adjective = dice.pick(adjectives[mood]);
  const place = dice.pick(places);
  const first = dice.pick(firstNames);
  return dice.pick([
    () => `The ${noun} of ${place}`,
    () => `The ${adjective} ${noun} of ${place}`,
    () => `The ${adjective} ${noun}`,
    () => `The ${noun} and the ${adjective} ${other}`,
    () => `${throwPerson(dice)}'s ${noun}`,
    () => `${first} and the ${noun}`,
    () => `${withArticle(adjective)} ${noun} for ${first}`,
    () => `${dice.pick(numbers)} Days in ${place}`,
    () => `Nobody Leaves ${place}`,
    () => `Goodnight, ${place}`,
    () => `What ${first} Knew`,
    () => `${place}, ${dice.pick(["Winter", "Later", "My Love", "1961", "Again"])}`,
    () => `${dice.some(firstNames, 2).join(" & ")} in ${place}`,
    () => `${place} II: The ${noun} Returns`,
    () => `${noun}: ${withArticle(adjective)} Story`,
  ])();
}

/**
 * Spells a title wrongly, as a hasty hand does: two letters in the middle of its longest word change
 * places. A title without a word of four letters comes back with a blank at its end.
 */
export function misspelled(title: string): string {
  const longest = title
    .split(/[^\p{L}]+/u)
    .reduce((long, word) => (word.length > long.length ? word : long), "");
  for (let at = 1; at + 2 < longest.length; at++) {
    const wrong = longest.slice(0, at) + longest.charAt(at + 1) + longest.charAt(at) + longest.slice(at + 2);
    if (wrong !== longest) return title.replace(longest, wrong);
  }
  return `${title} `;
}

function withArticle(word: string): string {
  return `${/^[AEIOU]/.test(word) ? "An" : "A"} ${word}`;
}

function words(list: string): readonly string[] {
  return list.split(",");
}
