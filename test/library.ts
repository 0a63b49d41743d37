// A small library of books: a model that has nothing to do with films, and rows to check every answer by hand.
import { Client } from "pg";
import { compile, type Model } from "../generator/index.ts";
import type { Rows } from "./database.ts";

/** A schema of this process's own, so that test files can share a database. */
const SCHEMA = `library_${process.pid}`;

/** Its looker.yml. */
export const LIBRARY_YML = `
model: library
label: Town Library
connection: warehouse
schema: ${SCHEMA}
sources:
  catalogue:
    files: catalogue*.csv
    key: id
    columns:
      id: integer
      title: text
      pages: integer
      price: decimal(8, 2)
      bought: date
      on_loan: boolean
      code: integer
      topics: {list: {id: integer, name: text}}
tables:
  books: {from: catalogue, key: id, columns: [id, title, pages, price, bought, on_loan, code]}
  topics: {from: catalogue.topics, key: id, columns: [id, name]}
  book_topics:
    from: catalogue.topics
    key: [book_id, topic_id]
    columns: {book_id: parent.id, topic_id: id}
    references: {book_id: books, topic_id: topics}
views:
  books:
    one: book
    dimensions:
      title:
      pages: {unknown: 0, format: decimal_0}
      price: {label: Price (EUR), format: eur}
      bought: {type: time, timeframes: [month, year]}
      on_loan:
      code:
    measures:
      count: {type: count, label: Books}
  topics:
    dimensions:
      name: {label: Topic}
explores:
  books: {joins: {topics: {through: book_topics}}}
questions:
  stock:
    explore: books
    selectors: {topic: topics.name, title: books.title}
    metrics:
      price:
      pages: {except: {total: nobody reads all books in a row}}
    by: [topic, bought_year, on_loan]
    default: {metric: price, aggregation: average, by: topic}
    examples:
      - {title: What a year cost, metric: price, aggregation: total, by: bought_year}
`;

/** A title and a topic that need every escape the filter language has. */
export const AWKWARD = { title: "-Bees, 100%_", topic: 'Nature, "wild"' };

/** Rows by table. Nobody counted the pages of the third book. */
export const LIBRARY_ROWS: Readonly<Record<string, Rows>> = {
  books: (
    [
      [1, "Stars", 100, "10.00", "2019-03-01", true, "9007199254740993"],
      [2, "Waves", 200, "20.00", "2019-07-01", false, "2"],
      [3, AWKWARD.title, 0, "30.00", "2021-05-05", false, "3"],
      [4, "Moons", 400, null, "2021-06-06", true, "4"],
      [5, "Élan", 50, "5.50", null, null, "5"],
    ] as const
  ).map(([id, title, pages, price, bought, on_loan, code]) => ({
    id,
    title,
    pages,
    price,
    bought,
    on_loan,
    code,
  })),
  topics: ["Space", "Maths", AWKWARD.topic].map((name, index) => ({ id: index + 1, name })),
  book_topics: (
    [
      [1, 1],
      [1, 2],
      [2, 2],
      [3, 3],
      [4, 1],
    ] as const
  ).map(([book_id, topic_id]) => ({ book_id, topic_id })),
};

/** A model from the text of a looker.yml that has no problems. */
export function modelOf(text: string): Model {
  const { model, problems } = compile(text, "looker.yml");
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n\n"));
  return model;
}

/** The library's model. */
export const library: Model = modelOf(LIBRARY_YML);

/** Removes a model's schema with all that is in it. */
export async function dropTables(url: string, model: Model): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS "${model.schema}" CASCADE`);
  } finally {
    await client.end();
  }
}

/** Holds the library's books so that every question waits; calling the result lets go. */
export async function holdBooks(url: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE "${SCHEMA}".books IN ACCESS EXCLUSIVE MODE`);
  return () => client.end();
}

/** How many questions on the library's books wait in the database now. */
export async function countWaiting(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query<{ count: number }>(
      "SELECT COUNT(*)::int AS count FROM pg_stat_activity WHERE state = 'active' AND wait_event_type = 'Lock' AND query LIKE $1",
      [`%${SCHEMA}%`],
    );
    return found.rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
