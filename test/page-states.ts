// Every state that the page can be in, and the way to each: for the tests that look for barriers, and for pictures of all.
import type { Page, Route } from "playwright-core";
import { answered, answeredTo, openBlank } from "./page-acts.ts";
import type { MoviesInBrowser } from "./page-movies.ts";

/** What a state is reached with. */
export interface Stand {
  readonly page: Page;
  readonly movies: MoviesInBrowser;
  /** What is to be undone once the state was looked at. */
  later(undo: () => Promise<void>): void;
}

/** A state and its name, e.g. `answer-line`. */
export interface PageState {
  readonly name: string;
  /** Whether it makes the database wait, and so whatever else is asked. */
  readonly holds?: true;
  readonly reach: (stand: Stand) => Promise<void>;
  /** Brings back what a window of another size takes away. */
  readonly again?: (page: Page) => Promise<void>;
}

const EXPLORE = "/explore/movies/movies";
const ACTION = "f[movies.genre]=Action,Comedy";
const RUN_DETAIL = "**/queries/run/json_detail";

async function goto({ page, movies }: Stand, path: string): Promise<void> {
  await page.goto(movies.url + path);
  await answered(page);
  await settled(page);
}

/** Waits for the chart, which is drawn once its width is known. */
async function settled(page: Page): Promise<void> {
  if ((await page.locator(".drawn").count()) > 0) await page.locator(".chart svg").waitFor();
}

async function run(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run", exact: true }).click();
}

interface Blanks {
  readonly metric?: string;
  readonly aggregation?: string;
  readonly by?: string;
  readonly split?: string;
}

/** Fills the form in and waits for the answer. */
async function ask(stand: Stand, blanks: Blanks): Promise<void> {
  const { page } = stand;
  await goto(stand, EXPLORE);
  const fill = async (label: string, value: string | undefined): Promise<void> => {
    if (value !== undefined) await page.getByLabel(label, { exact: true }).selectOption(value);
  };
  await fill("Metric", blanks.metric);
  await fill("Aggregation", blanks.aggregation);
  await fill("Group by", blanks.by);
  await fill("Side by side", blanks.split);
  await run(page);
  await page.locator(".figure").waitFor();
  await answered(page);
}

/** A question that fails as the reply says. */
async function failing(stand: Stand, reply: (route: Route) => Promise<void>): Promise<void> {
  const { page } = stand;
  await goto(stand, EXPLORE);
  await page.route(RUN_DETAIL, reply);
  await page.getByLabel("Metric").selectOption("revenue");
  await run(page);
  await page.getByRole("alert").waitFor();
}

/** A reply as the server writes it (`local/server/looker-error.ts`). */
function refusing(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
  return (route: Route): Promise<void> =>
    route.fulfill({ status, headers: { "x-request-id": "req-7f", ...headers }, json: { message } });
}

async function tab(stand: Stand, name: RegExp): Promise<void> {
  await goto(stand, "/");
  await stand.page.getByRole("tab", { name }).click();
  await stand.page.locator(".behind table, .sql pre, .computed").first().waitFor();
}

async function choose(stand: Stand, term: string, name: string): Promise<void> {
  await stand.page.keyboard.type(term);
  await stand.page.getByRole("option", { name: new RegExp(`^${name}`) }).click();
}

async function logIn({ page, movies }: Stand): Promise<void> {
  const { id = "", secret = "" } = movies.guarded.shown.get("boss") ?? {};
  await page.goto(`${movies.guarded.url}/admin`);
  await page.getByLabel("Client id").fill(id);
  await page.getByLabel("Client secret").fill(secret);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText(/^Readers see run/).waitFor();
  await page.locator("details.group").first().waitFor();
  await page.getByRole("button", { name: "Run 3" }).waitFor();
}

async function pointAtChart(page: Page): Promise<void> {
  await page.locator(".drawing > div").hover({ position: { x: 150, y: 100 } });
  await page.locator(".chart .tip").waitFor();
}

/** A question that waits in the database. */
async function waiting(stand: Stand): Promise<void> {
  stand.later(await stand.movies.hold());
  await run(stand.page);
  await stand.page.getByText("Asking the database…").waitFor();
}

/** All of them. */
export const PAGE_STATES: readonly PageState[] = [
  { name: "answer-bars", reach: (stand) => goto(stand, "/") },
  {
    name: "answer-line",
    reach: (stand) => ask(stand, { metric: "revenue", aggregation: "total", by: "released_year" }),
  },
  {
    name: "answer-lines",
    reach: (stand) =>
      ask(stand, {
        metric: "runtime",
        aggregation: "average",
        by: "released_year",
        split: "original_language",
      }),
  },
  {
    name: "answer-grouped-bars",
    reach: async (stand) => {
      await goto(stand, `${EXPLORE}?fields=genres.name,movies.average_budget&${ACTION}`);
      await stand.page.getByLabel("Side by side").selectOption("original_language");
      await run(stand.page);
      await answeredTo(stand.page, "Average budget by genre and original language");
    },
  },
  {
    name: "answer-heat-table",
    reach: (stand) =>
      ask(stand, { metric: "votes", aggregation: "total", by: "genre", split: "original_language" }),
  },
  {
    name: "answer-number",
    reach: (stand) => ask(stand, { metric: "revenue", aggregation: "median", by: "" }),
  },
  {
    name: "answer-many-rows",
    reach: (stand) => ask(stand, { metric: "profit", aggregation: "median", by: "production_company" }),
  },
  {
    name: "answer-count",
    reach: (stand) => ask(stand, { metric: "rating", aggregation: "count", by: "original_language" }),
  },
  {
    name: "answer-narrowed",
    reach: (stand) =>
      goto(
        stand,
        `${EXPLORE}?fields=genres.name,movies.average_budget&f[movies.genre_all_of]=Action,Thriller&f[movies.genre_excluded]=Horror&f[movies.released_date]=1990-01-01 to 2010-01-01&sorts=genres.name`,
      ),
  },
  {
    name: "answer-one-row",
    reach: (stand) => goto(stand, `${EXPLORE}?fields=genres.name,movies.average_budget&f[genres.name]=War`),
  },
  {
    name: "answer-plain-link",
    reach: (stand) =>
      goto(
        stand,
        `${EXPLORE}?fields=movies.title,movies.released_date,movies.budget,movies.revenue&sorts=movies.revenue desc&limit=20`,
      ),
  },
  { name: "tab-rows", reach: (stand) => tab(stand, /^Movies/) },
  { name: "tab-sql", reach: (stand) => tab(stand, /^SQL/) },
  {
    name: "tab-computed",
    reach: async (stand) => {
      await tab(stand, /^How was/);
      await stand.page
        .getByText(/holds records of/)
        .first()
        .waitFor();
    },
  },
  {
    name: "rows-behind-a-bar",
    reach: async (stand) => {
      await goto(stand, "/");
      await stand.page.locator(".drawing > div").click({ position: { x: 200, y: 60 } });
      await stand.page.getByRole("button", { name: "All movies behind the answer" }).waitFor();
      await stand.page.locator(".behind table").waitFor();
    },
  },
  {
    name: "point-under-pointer",
    reach: async (stand) => {
      await ask(stand, { metric: "revenue", aggregation: "total", by: "released_year" });
      await pointAtChart(stand.page);
    },
    again: pointAtChart,
  },
  {
    name: "download-menu",
    reach: async (stand) => {
      await goto(stand, "/");
      await stand.page.getByRole("button", { name: "Download" }).click();
      await stand.page.getByText(/^Matching movies – \d/).waitFor();
    },
  },
  {
    name: "selector-open",
    reach: async (stand) => {
      await goto(stand, "/");
      await openBlank(stand.page, "Production Company");
      await stand.page.getByRole("listbox").getByRole("option").first().waitFor();
    },
  },
  {
    name: "selector-any",
    reach: async (stand) => {
      await goto(stand, "/");
      await openBlank(stand.page, "Genre");
      await choose(stand, "Act", "Action");
      await choose(stand, "com", "Comedy");
      await stand.page.getByText("any of them").waitFor();
    },
  },
  {
    name: "selector-all-and-excluded",
    reach: async (stand) => {
      await goto(
        stand,
        `${EXPLORE}?fields=genres.name,movies.average_budget&f[movies.genre_all_of]=Action,Comedy`,
      );
      await openBlank(stand.page, "Genre");
      await stand.page.getByText("Exclude", { exact: true }).click();
      await choose(stand, "Hor", "Horror");
    },
  },
  {
    name: "selector-nothing-found",
    reach: async (stand) => {
      await goto(stand, "/");
      await openBlank(stand.page, "Production Company");
      await stand.page.keyboard.type("zzzz");
      await stand.page.getByText("Nothing contains “zzzz”.").waitFor();
    },
  },
  {
    name: "paste-report",
    reach: async (stand) => {
      await goto(stand, "/");
      await openBlank(stand.page, "Genre");
      await stand.page.getByRole("button", { name: "Paste a list…" }).click();
      await stand.page.getByLabel("Genre, one on each line").fill("action\nComedy\nScience-Fiction\nPolka");
      await stand.page.getByRole("button", { name: "Find them" }).click();
      await stand.page.getByText(/found, \d not found/).waitFor();
    },
  },
  {
    name: "chosen-many",
    reach: async (stand) => {
      await goto(
        stand,
        `${EXPLORE}?fields=genres.name,movies.average_budget&f[movies.genre]=Action,Comedy,Drama,Horror,Romance,Thriller,War,Western`,
      );
      await stand.page.getByText("any time").click();
    },
  },
  {
    name: "pair-impossible",
    reach: async (stand) => {
      await ask(stand, { metric: "revenue", aggregation: "total" });
      await stand.page.getByLabel("Metric").selectOption("rating");
    },
  },
  { name: "empty", reach: (stand) => goto(stand, EXPLORE) },
  {
    name: "waiting-for-the-first",
    holds: true,
    reach: async (stand) => {
      stand.later(await stand.movies.hold());
      // Of a question that nobody asked before, or it would be answered at once.
      await stand.page.goto(
        `${stand.movies.url}${EXPLORE}?fields=movies.median_budget,movies.count&f[movies.genre]=War`,
      );
      await stand.page.getByText("Asking the database…").waitFor();
    },
  },
  {
    name: "waiting-beside-an-answer",
    holds: true,
    reach: async (stand) => {
      await goto(stand, "/");
      await stand.page.getByLabel("Metric").selectOption("votes");
      await waiting(stand);
    },
  },
  {
    name: "cancelled",
    holds: true,
    reach: async (stand) => {
      await goto(stand, "/");
      await stand.page.getByLabel("Metric").selectOption("runtime");
      await waiting(stand);
      await stand.page.getByRole("button", { name: "Cancel" }).click();
      await stand.page.locator(".note", { hasText: "Cancelled." }).waitFor();
    },
  },
  {
    name: "no-rows",
    reach: async (stand) => {
      await goto(
        stand,
        `${EXPLORE}?fields=genres.name,movies.average_budget&f[movies.genre_all_of]=Action,Western,Music&f[movies.genre_excluded]=Drama`,
      );
      await stand.page.locator(".ways").waitFor();
    },
  },
  {
    name: "unknown-value",
    reach: (stand) =>
      goto(stand, `${EXPLORE}?fields=genres.name,movies.average_budget&f[movies.genre]=Acton,Comedy,Polka`),
  },
  { name: "unknown-question", reach: (stand) => goto(stand, "/?question=sales") },
  {
    name: "unknown-field",
    reach: async (stand) => {
      await goto(stand, `${EXPLORE}?fields=movies.colour`);
      await stand.page.getByRole("alert").waitFor();
    },
  },
  {
    name: "failed-timeout",
    reach: (stand) => failing(stand, refusing(503, "The database took longer than 30 s and was stopped.")),
  },
  {
    name: "failed-outage",
    reach: (stand) =>
      failing(
        stand,
        refusing(
          503,
          "The database cannot be reached: connect ECONNREFUSED 10.0.0.7:5432. Check that it runs; trying again may help. The server's log has this as request req-7f.",
          { "retry-after": "5" },
        ),
      ),
  },
  {
    name: "failed-as-it-is-now",
    reach: (stand) =>
      failing(
        stand,
        refusing(
          503,
          "The warehouse lacks a table: relation \"movies.movies\" does not exist. If nothing is loaded yet, run `viewfinder hydrate` with a drop; if the model's own SQL names it, correct that. The server's log has this as request req-7f.",
        ),
      ),
  },
  {
    name: "failed-busy",
    reach: (stand) => failing(stand, refusing(429, "Too many questions.", { "retry-after": "40" })),
  },
  {
    name: "failed-forbidden",
    reach: (stand) => failing(stand, refusing(403, "You may not see movies.revenue.")),
  },
  { name: "failed-login", reach: (stand) => failing(stand, refusing(401, "Requires authentication.")) },
  {
    name: "failed-refused",
    reach: (stand) =>
      failing(stand, refusing(422, "The field movies.total_revenue cannot be asked by genre.")),
  },
  {
    name: "failed-fault",
    reach: (stand) => failing(stand, refusing(500, "An unexpected error; it was logged.")),
  },
  {
    name: "failed-connection",
    reach: (stand) => failing(stand, (route) => route.abort("connectionrefused")),
  },
  {
    name: "failed-offline",
    reach: async (stand) => {
      await goto(stand, "/");
      await stand.page.context().setOffline(true);
      await run(stand.page);
      await stand.page.getByRole("alert").waitFor();
    },
  },
  {
    name: "history",
    reach: async (stand) => {
      await ask(stand, { metric: "revenue", aggregation: "total", by: "released_year" });
      await goto(stand, `${EXPLORE}?fields=genres.name,movies.average_budget&${ACTION}`);
      await stand.page.locator("header").getByRole("button", { name: "History" }).click();
      await stand.page.getByRole("button", { name: "Save this question" }).click();
      await stand.page.getByRole("button", { name: "This question is saved ✓" }).waitFor();
    },
  },
  {
    name: "login",
    reach: async ({ page, movies }) => {
      await page.goto(movies.guarded.url);
      await page.getByLabel("Client id").waitFor();
    },
  },
  {
    name: "login-refused",
    reach: async ({ page, movies }) => {
      await page.goto(movies.guarded.url);
      await page.getByLabel("Client id").fill("nobody");
      await page.getByLabel("Client secret").fill("nothing");
      await page.getByRole("button", { name: "Log in" }).click();
      await page.locator(".trouble").waitFor();
    },
  },
  { name: "admin", reach: logIn },
  {
    name: "admin-opened",
    reach: async (stand) => {
      await logIn(stand);
      await stand.page.locator("details.group summary").first().click();
      await stand.page.locator(".records pre").first().waitFor();
      await stand.page.getByRole("button", { name: "Run 3" }).click();
      await stand.page
        .getByText(/rows? added/)
        .last()
        .waitFor();
    },
  },
  {
    name: "no-questions",
    reach: async ({ page, movies }) => {
      await page.goto(movies.silent.url);
      await answered(page);
    },
  },
  {
    name: "embedded",
    reach: async (stand) => {
      await stand.page.goto(`${stand.movies.url}/embed${EXPLORE}?fields=genres.name,movies.average_budget`);
      await answered(stand.page);
      await settled(stand.page);
    },
  },
];

/** Opens a state on a page, and undoes afterwards what it took. */
export async function inState<Seen>(
  state: PageState,
  page: Page,
  movies: MoviesInBrowser,
  look: () => Promise<Seen>,
): Promise<Seen> {
  const undone: (() => Promise<void>)[] = [];
  try {
    await state.reach({ page, movies, later: (undo) => void undone.push(undo) });
    return await look();
  } finally {
    for (const undo of undone) await undo();
    await page.context().setOffline(false);
    await page.unrouteAll();
  }
}
