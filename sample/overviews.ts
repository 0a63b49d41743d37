// A mood into the few invented sentences that tell what a movie is about.
import type { Mood } from "./genres.ts";
import { firstNames, places, throwPerson } from "./names.ts";
import type { Dice } from "./random.ts";

const jobs: Readonly<Record<Mood, readonly string[]>> = {
  bright: ["a wedding pianist", "a failed magician", "a goose farmer", "a hotel understudy"],
  dark: ["a night nurse", "a puppet restorer", "a gravedigger's apprentice", "a piano tuner"],
  far: ["a cartographer", "a comet hunter", "an airship mechanic", "a young astronomer"],
  hard: ["a retired safecracker", "a courier", "a suspended detective", "a getaway driver"],
  old: ["a telegraph operator", "an army surgeon", "a deserting drummer", "a widowed rancher"],
  true: ["a ferry pilot", "a choirmaster", "a salt miner", "a chess teacher"],
  warm: ["a beekeeper", "a lighthouse keeper", "a letter writer", "a clockmaker"],
};

const events: Readonly<Record<Mood, readonly string[]>> = {
  bright: [
    "inherits a hotel that is booked out for a wedding nobody remembers planning",
    "has one weekend to teach a village to dance",
    "is mistaken for the mayor and turns out to be good at it",
    "wins a bakery in a card game and has to open it by morning",
    "writes the worst play in the county, and it sells out",
  ],
  dark: [
    "hears the same lullaby from every empty house in the street",
    "finds a photograph of the cellar, taken tomorrow",
    "agrees to stay one night, and the night does not end",
    "counts the scarecrows every evening, and there is always one more",
    "digs a well that somebody has already dug, from below",
  ],
  far: [
    "follows a signal that is addressed to nobody else",
    "draws an island on a map, and ships begin to report it",
    "is the last one aboard who remembers where they were going",
    "builds a machine that answers tomorrow's letters",
    "learns that the comet has been there before, and left a bill",
  ],
  hard: [
    "takes one more delivery, which ticks",
    "has seven minutes, a rented van and the wrong key",
    "must protect the only witness from the people who pay the bills",
    "opens the vault and finds a chair, a lamp and the inspector",
    "drives the night train that does not stop",
  ],
  old: [
    "carries a treaty through three armies and one winter",
    "keeps the line open after the regiment has gone",
    "comes home to find the town has moved away without a word",
    "sells the same horse to both sides",
    "defends a fortress that both kings have forgotten",
  ],
  true: [
    "spends a year with the last people who still know how it is done",
    "opens an archive that was locked for ninety years",
    "follows a river from its spring to the sea, on foot",
    "records the sounds that the new harbour will silence",
    "loses every game for forty years, and explains why",
  ],
  warm: [
    "answers letters that were meant for the house next door",
    "returns for a funeral and stays for the harvest",
    "repairs a clock that has stopped the whole town",
    "plants an orchard that only the grandchildren will see",
    "teaches the sea captain to read, one postcard at a time",
  ],
};

const turns: readonly string[] = [
  "Nothing goes as planned, least of all the ending.",
  "But somebody has been keeping count.",
  "What begins as a favour becomes a way of life.",
  "Only the dog seems to know more.",
  "Then the tide comes in, and it brings company.",
  "By morning, both of them will have to choose.",
  "The town, of course, has an opinion.",
  "It would all be simpler if they had not met before.",
  "Not everyone is pleased.",
  "Help comes from the last person anyone would ask.",
  "It takes a winter to find out why.",
  "The goose is not to blame.",
];

/**
 * Throws an overview: a sentence or two, now and then with a quotation or over several lines, as the
 * published file has them, and for a few movies none.
 */
export function throwOverview(dice: Dice, mood: Mood, title: string): string {
  const sentence = throwSentence(dice, mood);
  const turn = dice.pick(turns);
  const kind = dice.weigh(Object.keys(kinds), (name) => kinds[name] ?? 0);
  switch (kind) {
    case "none":
      return "";
    case "not yet":
      return "No overview yet.";
    case "short":
      return sentence;
    case "quotation":
      return `${sentence} "${dice.pick(["Not today", "It was open", "Ask the goose", "You first"])}," says the note. ${turn}`;
    case "signed":
      return `${sentence} ${turn}\n - Written by ${throwPerson(dice)}`;
    case "in parts":
      return `${sentence}\n\n${turn} "${title}" is the first film of a trilogy of four.`;
    default:
      return `${sentence} ${turn}`;
  }
}

/** Throws one sentence: who, where and what happens. It holds commas, so that it is always quoted. */
export function throwSentence(dice: Dice, mood: Mood): string {
  const place = dice.pick(places);
  const job = dice.pick(jobs[mood]);
  const event = dice.pick(events[mood]);
  return dice.pick([
    () => `${throwPerson(dice)}, ${job} in ${place}, ${event}.`,
    () => `In ${place}, ${dice.pick(firstNames)}, ${job}, ${event}.`,
    () => `${throwPerson(dice)} -- ${job}, and not a patient one -- ${event}.`,
  ])();
}

const kinds: Readonly<Record<string, number>> = {
  none: 2,
  "not yet": 1,
  short: 22,
  quotation: 9,
  signed: 2,
  "in parts": 3,
  plain: 61,
};
