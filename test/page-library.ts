// The library on a real Postgres behind a real server, and a browser to look at it: what tests of the page's pieces stand on.
import type { Browser } from "playwright-core";
import { openReader } from "../local/pool.ts";
import { type OpenServer, openServer, type ServerOptions } from "../local/server/server.ts";
import { fillTables, openTestStack } from "./database.ts";
import { dropTables, library, LIBRARY_ROWS } from "./library.ts";
import { openChromium } from "./page-browser.ts";

/** Open until it is closed. */
export interface LibraryInBrowser {
  /** Of the server. */
  readonly url: string;
  readonly browser: Browser;
  /** One more server on the same rows, with bounds of its own; close it. */
  serve(limits: ServerOptions["limits"]): Promise<OpenServer>;
  close(): Promise<void>;
}

/** Fills the tables, and starts a server and a browser. */
export async function openLibrary(): Promise<LibraryInBrowser> {
  const stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
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
