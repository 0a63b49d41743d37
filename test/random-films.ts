// Random drops of the small films model, and what should become of them, worked out with plain loops and nothing of hydrate's.
import type { Model } from "../generator/index.ts";
import type { RecordCounts } from "../hydrate/index.ts";

/** One record. In the archive, which has no votes, these are not written. */
export interface RandomFilm {
  readonly id: number;
  readonly title: string;
  readonly votes: number | null;
  readonly genres: readonly { readonly id: number; readonly name: string }[];
  /** How it is spoilt; null for a good one. */
  readonly fault: "cells" | "type" | "quote" | "literal" | null;
}

/** One drop; without `archive` it has no such file. */
export interface RandomDrop {
  readonly period: string | undefined;
  readonly films: readonly RandomFilm[];
  readonly archive: readonly RandomFilm[] | undefined;
}

/** The drop's files by name. @param salt makes files of drops that say the same differ, by a column nobody reads */
export function filesOf(drop: RandomDrop, salt: number): Readonly<Record<string, string>> {
  const films = drop.films.map((film) =>
    line(film, [quoted(film.title), "", "", String(film.votes ?? ""), "", ""]),
  );
  const archive = drop.archive?.map((film) => line(film, [quoted(film.title), "", ""]));
  return {
    "films.csv": `id,title,shown,budget,votes,imdb,saga,genres,salt_${salt}\n${films.join("")}`,
    ...(archive === undefined
      ? {}
      : { "archive.csv": `id,title,shown,budget,genres,salt_${salt}\n${archive.join("")}` }),
  };
}

function line(film: RandomFilm, middle: readonly string[]): string {
  const list = JSON.stringify(film.genres);
  const cells = [
    String(film.id),
    ...middle,
    quoted(film.fault === "literal" ? list.slice(0, -1) : list),
    "x",
  ];
  if (film.fault === "cells") cells.pop();
  if (film.fault === "type") cells[0] = "one";
  if (film.fault === "quote") cells[1] = '"a" b';
  return `${cells.join(",")}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

const SOURCES = ["films", "archive"] as const;
type SourceName = (typeof SOURCES)[number];
/** Tables whose rows belong to a record, with the sources that fill them. */
const OWNED = { films: ["films"], film_titles: SOURCES, film_genres: SOURCES } as const;
type OwnedTable = keyof typeof OWNED;

/** Who brought the rows of one film last. */
interface Holder {
  readonly source: SourceName;
  readonly period: string | undefined;
  readonly film: RandomFilm;
}

interface Genre {
  name: string;
  /** The month in which each source brought it last. */
  readonly months: Map<SourceName, string | undefined>;
}

/** What the warehouse should hold. */
export interface House {
  readonly owned: Record<OwnedTable, Map<number, Holder>>;
  readonly genres: Map<number, Genre>;
  /** As the tables print in tests. */
  tables(model: Model): string;
}

/** A warehouse without tables. */
export function emptyHouse(): House {
  const house: House = {
    owned: { films: new Map(), film_titles: new Map(), film_genres: new Map() },
    genres: new Map(),
    tables: (model) => (made.has(house) ? print(house, model) : "no tables"),
  };
  return house;
}

const made = new WeakSet<House>();

/** Loads a drop by the rules, and says what its report must count for each file, or that it must be refused. */
export function expectDrop(house: House, drop: RandomDrop): readonly RecordCounts[] | "refused" {
  const files = SOURCES.flatMap((source) => {
    const records = drop[source];
    return records === undefined ? [] : [{ source, records }];
  });
  const hopeless = files.some(
    ({ records }) => records.length > 0 && records.every((one) => one.fault !== null),
  );
  if (hopeless) return "refused";
  made.add(house);
  const later = (period: string | undefined): boolean =>
    period !== undefined && drop.period !== undefined && period > drop.period;
  const before = {
    films: new Map(house.owned.films),
    film_titles: new Map(house.owned.film_titles),
    film_genres: new Map(house.owned.film_genres),
  };
  const genresBefore = new Map([...house.genres].map(([id, one]) => [id, [...one.months.values()]] as const));
  const counts = files.map(({ source, records }) => {
    const good = records.filter((one) => one.fault === null);
    const winners = new Map<number, RandomFilm>();
    for (const film of good) {
      const rival = winners.get(film.id);
      if (rival === undefined || beats(source, film, rival)) winners.set(film.id, film);
    }
    const distinct = new Set(good.map((film) => said(source, film)));
    let loaded = 0;
    let collapsed = good.length - distinct.size;
    let quarantined = records.length - good.length + distinct.size - winners.size;
    // In the order of the file, since the last one to say a genre's name is right.
    for (const film of good.filter((one) => winners.get(one.id) === one)) {
      const tables = (Object.keys(OWNED) as OwnedTable[]).filter((table) =>
        (OWNED[table] as readonly string[]).includes(source),
      );
      const open = tables.filter((table) => !later(before[table].get(film.id)?.period));
      if (open.length === 0) {
        const holder = before[tables[0] ?? "films"].get(film.id);
        const same = holder?.source === source && said(source, holder.film) === said(source, film);
        if (same) collapsed += 1;
        else quarantined += 1;
        continue;
      }
      loaded += 1;
      for (const table of open) house.owned[table].set(film.id, { source, period: drop.period, film });
      for (const { id, name } of film.genres) {
        const known = house.genres.get(id) ?? { name, months: new Map<SourceName, string | undefined>() };
        if (!(genresBefore.get(id) ?? []).some(later)) known.name = name;
        if (!later(known.months.get(source))) known.months.set(source, drop.period);
        house.genres.set(id, known);
      }
    }
    return { read: records.length, loaded, collapsed, quarantined };
  });
  return counts;
}

function beats(source: SourceName, film: RandomFilm, rival: RandomFilm): boolean {
  if (source === "archive") return true;
  return (film.votes ?? -1) >= (rival.votes ?? -1);
}

/** All that the source's columns say. */
function said(source: SourceName, film: RandomFilm): string {
  const { id, title, votes, genres } = film;
  return JSON.stringify(source === "films" ? [id, title, votes, genres] : [id, title, genres]);
}

function print(house: House, model: Model): string {
  const value = (one: string | number | null): string => (one === null || one === "" ? "-" : String(one));
  const rows: Record<string, readonly (readonly (string | number | null)[])[]> = {
    films: [...house.owned.films].map(([id, { film }]) => [
      id,
      film.title,
      null,
      null,
      film.votes,
      null,
      null,
    ]),
    film_titles: [...house.owned.film_titles].map(([id, { film }]) => [id, film.title]),
    genres: [...house.genres].map(([id, { name }]) => [id, name]),
    film_genres: [...house.owned.film_genres].flatMap(([id, { film }]) =>
      [...new Set(film.genres.map((genre) => genre.id))].map((genre) => [id, genre]),
    ),
  };
  return model.tables
    .map((table) => {
      const lines = (rows[table.name] ?? []).map((row) => row.map(value).join(" | ")).sort();
      return [`${table.name}: ${table.columns.map((column) => column.name).join(" | ")}`, ...lines].join(
        "\n  ",
      );
    })
    .join("\n");
}
