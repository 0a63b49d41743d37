// The library on a real Postgres behind a real server, and a browser to look at it: what tests of the page's pieces stand on.
import type { Browser } from "playwright-core";
import { openReader } from "../local/pool.ts";
import { type OpenServer, openServer, type ServerOptions } from "../local/server/server.ts";
import { fillTables, openTestStack, type Rows } from "./database.ts";
import { dropTables, library, LIBRARY_ROWS } from "./library.ts";
import { openChromium } from "./page-browser.ts";

/** Names that a filter, an address, HTML, SQL or a screen could trip over. */
export const HOSTILE = [
  "'",
  '"',
  'O\'Brien, "Sons" & Co.',
  "^caret^,comma",
  "<script>window.harmed = true</script>",
  "<img src=x onerror=window.harmed=true>",
  "\u202Eright to left שלום",
  "😀🏳️‍🌈 e\u0301",
  "x".repeat(500),
  "-minus",
  "100%_\\",
  "NULL",
  "EMPTY",
  "{{ title }}",
  "two  spaces",
  "=1+1",
  "'; DROP TABLE books; --",
] as const;
/** A book and a topic of each such name. */
export const HOSTILE_ROWS: Readonly<Record<string, Rows>> = {
  books: HOSTILE.map((title, at) => ({
    id: at + 1,
    title,
    pages: 10 * (at + 1),
    price: `${at + 1}.00`,
    bought: `20${10 + at}-01-01`,
    on_loan: at % 2 === 0,
    code: at,
  })),
  topics: HOSTILE.map((name, at) => ({ id: at + 1, name })),
  book_topics: HOSTILE.map((_, at) => ({ book_id: at + 1, topic_id: at + 1 })),
};

/** Open until it is closed. */
export interface LibraryInBrowser {
  /** Of the server. */
  readonly url: string;
  readonly browser: Browser;
  /** One more server on the same rows, with bounds of its own; close it. */
  serve(limits: ServerOptions["limits"]): Promise<OpenServer>;
  close(): Promise<void>;
}

/** Fills the tables, with the usual rows when none are given, and starts a server and a browser. */
export async function openLibrary(rows = LIBRARY_ROWS): Promise<LibraryInBrowser> {
  const stack = await openTestStack();
  await fillTables(stack.url, library, rows);
  const pool = openReader(stack.url);
  const serve: LibraryInBrowser["serve"] = (limits) =>
    openServer({
      model: library,
      pool,
      host: "127.0.0.1",
      port: 0,
      freshness: async () => undefined,
      limits,
    });
  const server = await serve(undefined);
  const browser = await openChromium();
  return {
    url: server.url,
    browser,
    serve,
    async close() {
      await browser.close();
      await server.close();
      await pool.end();
      await dropTables(stack.url, library);
      await stack.release();
    },
  };
}
