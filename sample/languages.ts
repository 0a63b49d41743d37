// The languages that the invented movies are made in, with enough words of each for an original title.
import { places } from "./names.ts";
import type { Dice } from "./random.ts";

/** A language as the file writes it, and the countries its movies come from. */
export interface Language {
  readonly code: string;
  /** Its own name for itself, as TMDB spells it (the Russian one begins with a Latin P there). */
  readonly name: string;
  readonly weight: number;
  readonly countries: readonly Country[];
  /** Ten things, the same ten in every language; empty for English, whose titles are made elsewhere. */
  readonly things: readonly string[];
  readonly of: (thing: string, place: string) => string;
  readonly and: (one: string, other: string) => string;
}

/** A country as the file writes it. */
export interface Country {
  readonly code: string;
  readonly name: string;
}

const english: Tongue = {
  things: things(
    "The Lighthouse,The Letter,The Winter,The Sea,The Bridge,The Clock,The Garden,The Night,The Orange,The Stranger",
  ),
  of: (thing, place) => `${thing} of ${place}`,
  and: (one, other) => `${one} and ${other}`,
};

/** The languages, English first. */
export const languages: readonly Language[] = [
  language(
    "en",
    "English",
    74,
    "US United States of America,GB United Kingdom,CA Canada,AU Australia,IE Ireland",
    "",
    english.of,
    " and ",
  ),
  language(
    "fr",
    "Français",
    6,
    "FR France,BE Belgium",
    "Le Phare,La Lettre,L'Hiver,La Mer,Le Pont,L'Horloge,Le Jardin,La Nuit,L'Orange,L'Étranger",
    (thing, place) => (/^[AEIOU]/.test(place) ? `${thing} d'${place}` : `${thing} de ${place}`),
    " et ",
  ),
  language(
    "ja",
    "日本語",
    4,
    "JP Japan",
    "灯台,手紙,冬,海,橋,時計,庭,夜,みかん,旅人",
    (thing, place) => `${place}の${thing}`,
    "と",
  ),
  language(
    "it",
    "Italiano",
    3,
    "IT Italy",
    "Il faro,La lettera,L'inverno,Il mare,Il ponte,L'orologio,Il giardino,La notte,L'arancia,Lo straniero",
    (thing, place) => `${thing} di ${place}`,
    " e ",
  ),
  language(
    "de",
    "Deutsch",
    3,
    "DE Germany,AT Austria",
    "Der Leuchtturm,Der Brief,Der Winter,Das Meer,Die Brücke,Die Uhr,Der Garten,Die Nacht,Die Orange,Der Fremde",
    (thing, place) => `${thing} von ${place}`,
    " und ",
  ),
  language(
    "es",
    "Español",
    3,
    "ES Spain,MX Mexico,AR Argentina",
    "El faro,La carta,El invierno,El mar,El puente,El reloj,El jardín,La noche,La naranja,El forastero",
    (thing, place) => `${thing} de ${place}`,
    " y ",
  ),
  language(
    "ru",
    "Pусский",
    2,
    "RU Russia",
    "Маяк,Письмо,Зима,Море,Мост,Часы,Сад,Ночь,Апельсин,Незнакомец",
    (thing, place) => `${place}. ${thing}`,
    " и ",
  ),
  language(
    "hi",
    "हिन्दी",
    1.5,
    "IN India",
    "प्रकाशस्तंभ,चिट्ठी,सर्दी,समुद्र,पुल,घड़ी,बगीचा,रात,संतरा,अजनबी",
    (thing, place) => `${place}: ${thing}`,
    " और ",
  ),
  language(
    "sv",
    "svenska",
    1.3,
    "SE Sweden",
    "Fyren,Brevet,Vintern,Havet,Bron,Klockan,Trädgården,Natten,Apelsinen,Främlingen",
    (thing, place) => `${thing} i ${place}`,
    " och ",
  ),
  language(
    "ko",
    "한국어/조선말",
    1.2,
    "KR South Korea",
    "등대,편지,겨울,바다,다리,시계,정원,밤,오렌지,이방인",
    (thing, place) => `${place}의 ${thing}`,
    ", 그리고 ",
  ),
  language(
    "zh",
    "普通话",
    1,
    "CN China,HK Hong Kong",
    "灯塔,信,冬天,大海,桥,时钟,花园,夜晚,橙子,陌生人",
    (thing, place) => `${place}的${thing}`,
    "与",
  ),
];

/** A title in two languages. */
export interface Translated {
  readonly original: string;
  readonly english: string;
}

/** Throws where a movie in the language was made: mostly in the first of its countries, or nobody knows. */
export function throwCountries(dice: Dice, language: Language): readonly Country[] {
  if (dice.chance(0.08)) return [];
  return dice.chance(0.65) ? language.countries.slice(0, 1) : dice.some(language.countries, dice.whole(1, 2));
}

/** Throws one title in two languages: as it was first called, and in English. */
export function throwTranslated(dice: Dice, language: Language): Translated {
  const place = dice.pick(places);
  const [one = 0, other = 0] = dice.some([...english.things.keys()], 2);
  const say = dice.pick([
    (tongue: Tongue) => tongue.of(tongue.things[one] ?? "", place),
    (tongue: Tongue) => pair(tongue, one, other),
    (tongue: Tongue) => `${place}: ${pair(tongue, one, other)}`,
  ]);
  return { original: say(language), english: say(english) };
}

type Tongue = Pick<Language, "things" | "of" | "and">;

function pair(tongue: Tongue, one: number, other: number): string {
  return tongue.and(tongue.things[one] ?? "", lowerArticle(tongue.things[other] ?? ""));
}

// "The Sea" reads as "the Sea" in the middle of a title; words without an article stay as they are.
function lowerArticle(thing: string): string {
  return /^(?:The|L[aeo]|Il|El|Der|Die|Das) |^L'/.test(thing)
    ? thing.charAt(0).toLowerCase() + thing.slice(1)
    : thing;
}

function language(
  code: string,
  name: string,
  weight: number,
  countries: string,
  ten: string,
  of: Language["of"],
  and: string,
): Language {
  return {
    code,
    name,
    weight,
    countries: countries.split(",").map((country) => ({ code: country.slice(0, 2), name: country.slice(3) })),
    things: things(ten),
    of,
    and: (one, other) => one + and + other,
  };
}

function things(list: string): readonly string[] {
  return list.split(",");
}
