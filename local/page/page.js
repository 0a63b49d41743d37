// @ts-check
// The page as one sentence: read the sheet and the address, fill the form, ask, show the answer.
/** @import { Choice } from "./choice.js" */
/** @import { LookerQuery } from "./looker-address.js" */
/** @import { Sheet, SheetForm } from "../server/sheet.ts" */
import { drawAnswer } from "./answer.js";
import { askDetail, askSql, askTogether, Trouble } from "./api.js";
import { groupOf, readAddress, writeAddress } from "./choice.js";
import { drawForm } from "./form.js";
import { sayFreshness } from "./freshness.js";
import { choiceOfQuery, readLookerAddress } from "./looker-address.js";
import { byId, make } from "./make.js";
import { drawPlain } from "./plain.js";
import { askGroups, askOverall } from "./question.js";
import { sayQuestion } from "./sentence.js";
import { drawSql } from "./sql.js";

const PATIENCE_MS = 300;
/** Why a question is given up for a newer one. */
const OVERTAKEN = new Error("a newer question was asked");

/** @type {Sheet} */
const sheet = JSON.parse(byId("sheet").textContent ?? "");
const answer = byId("answer");
const sql = byId("sql");
const said = byId("said");
let running = new AbortController();

/** @param {Choice} choice */
async function run(choice) {
  running.abort(OVERTAKEN);
  running = new AbortController();
  const { signal } = running;
  document.title = `${sayQuestion(choice)} · ${sheet.label}`;
  answer.setAttribute("aria-busy", "true");
  const waiting = makeWaiting();
  const patience = setTimeout(() => answer.prepend(waiting), PATIENCE_MS);
  try {
    const started = performance.now();
    const wanted = {
      overall: askOverall(choice, sheet),
      groups: groupOf(choice) && askGroups(choice, sheet),
    };
    const asked = [
      ...(wanted.groups === undefined ? [] : [{ title: "The rows", query: wanted.groups }]),
      { title: wanted.groups === undefined ? "The figure" : "The overall figure", query: wanted.overall },
    ];
    const [[overall, groups], queries] = await Promise.all([
      askTogether([wanted.overall, ...(wanted.groups === undefined ? [] : [wanted.groups])], signal),
      Promise.all(asked.map(async ({ title, query }) => ({ title, text: await askSql(query, signal) }))),
    ]);
    const drawn = drawAnswer(choice, {
      overall: overall?.rows[0] ?? {},
      groups: groups?.rows,
      ms: performance.now() - started,
    });
    // A run may have been published since the page was opened.
    if (overall?.freshness !== undefined)
      byId("freshness").replaceChildren(...sayFreshness(overall.freshness));
    answer.replaceChildren(...drawn.nodes);
    said.textContent = drawn.said;
    sql.replaceChildren(...drawSql(queries));
    sql.hidden = false;
  } catch (error) {
    if (signal.reason === OVERTAKEN) return;
    if (signal.aborted) giveUp(choice);
    else fail(choice, error);
    running.abort();
  } finally {
    clearTimeout(patience);
    waiting.remove();
    if (running.signal === signal) answer.removeAttribute("aria-busy");
  }
}

function makeWaiting() {
  const cancel = make("button", { type: "button", class: "quiet" }, "Cancel");
  cancel.addEventListener("click", () => running.abort());
  return make("p", { class: "waiting", role: "status" }, "Asking the database… ", cancel);
}

/** The earlier answer stays, if there is one. @param {Choice} choice */
function giveUp(choice) {
  said.textContent = "Cancelled.";
  if (answer.querySelector("h1") !== null) return;
  answer.replaceChildren(
    make("h1", {}, sayQuestion(choice)),
    make("p", { class: "empty" }, "Cancelled. Press Run to ask again."),
  );
}

/** @param {Choice} choice @param {unknown} error */
function fail(choice, error) {
  if (!(error instanceof Trouble)) console.error(error);
  const words =
    error instanceof Trouble ? error.message : "The page could not show the answer. Reload it and try again.";
  sql.hidden = true;
  answer.replaceChildren(
    make("h1", {}, sayQuestion(choice)),
    make(
      "div",
      { class: "error", role: "alert" },
      make("h2", {}, "This question was not answered"),
      make("p", {}, words),
    ),
  );
}

/** @param {readonly string[]} troubles what was asked for and cannot be followed @param {string} [title] */
function refuse(troubles, title = "This link asks for something that is not here") {
  sql.hidden = true;
  answer.replaceChildren(
    make("h1", {}, title),
    make(
      "div",
      { class: "error", role: "alert" },
      make("ul", {}, ...troubles.map((trouble) => make("li", {}, trouble))),
      make("p", {}, "The rest is filled in above. Press Run to ask that."),
    ),
  );
}

/** @param {SheetForm} now */
function drawHeader(now) {
  byId("forms").replaceChildren(
    ...(sheet.forms.length < 2
      ? [make("span", { class: "muted" }, sheet.label)]
      : sheet.forms.map((form, index) =>
          make(
            "a",
            {
              href: index === 0 ? "/" : `/?question=${encodeURIComponent(form.name)}`,
              "aria-current": form === now ? "page" : undefined,
            },
            form.label,
          ),
        )),
  );
}

/**
 * A question in Looker's address that the form cannot ask: its fields as a plain table.
 * @param {LookerQuery} query
 */
async function openPlain(query) {
  byId("question").hidden = true;
  byId("forms").replaceChildren(make("a", { href: "/" }, sheet.label));
  answer.setAttribute("aria-busy", "true");
  document.title = `${query.view} · ${sheet.label}`;
  try {
    const detail = await askDetail(query, running.signal);
    const drawn = drawPlain(query, detail);
    document.title = `${drawn.title} · ${sheet.label}`;
    answer.replaceChildren(...drawn.nodes);
    said.textContent = drawn.said;
    sql.replaceChildren(...drawSql([{ title: "The rows", text: detail.sql }]));
    sql.hidden = false;
  } catch (error) {
    if (!(error instanceof Trouble)) console.error(error);
    const words =
      error instanceof Trouble
        ? error.message
        : "The page could not show the answer. Reload it and try again.";
    answer.replaceChildren(
      make("h1", {}, query.view),
      make(
        "div",
        { class: "error", role: "alert" },
        make("h2", {}, "This question was not answered"),
        make("p", {}, words),
      ),
    );
  } finally {
    answer.removeAttribute("aria-busy");
  }
}

function open() {
  byId("freshness").replaceChildren(...sayFreshness(sheet.freshness));
  const asked = readLookerAddress(location.pathname, location.search);
  const same = asked && choiceOfQuery(asked, sheet);
  const ofExplore = sheet.forms.find((one) => asked?.model === sheet.model && asked.view === one.explore);
  // Looker's blank explore asks for nothing yet, as the page without an address does.
  const isBlank = asked?.fields.length === 0 && ofExplore !== undefined;
  if (asked !== undefined && same === undefined && !isBlank) return openPlain(asked);
  const blank = ofExplore === undefined ? "" : `?question=${encodeURIComponent(ofExplore.name)}`;
  const first =
    same === undefined
      ? readAddress(sheet, asked === undefined ? location.search : blank)
      : { choice: same, troubles: [] };
  if (first === undefined) {
    byId("question").hidden = true;
    answer.replaceChildren(
      make("h1", {}, `${sheet.label} has no questions yet`),
      make(
        "p",
        {},
        "Add them under ",
        make("code", {}, "questions:"),
        " in looker.yml, then start the server again.",
      ),
    );
    return;
  }
  const place = /** @type {HTMLFormElement} */ (byId("question"));
  let { form } = first.choice;
  let blanks = drawForm(place, form, sheet);
  drawHeader(form);

  /** @param {{choice: Choice, troubles: string[]}} read */
  function follow({ choice, troubles }) {
    if (choice.form !== form) {
      form = choice.form;
      blanks = drawForm(place, form, sheet);
      drawHeader(form);
    }
    blanks.fill(choice);
    if (troubles.length > 0) refuse(troubles);
    else void run(choice);
  }

  place.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask();
  });

  async function ask() {
    /** @type {string[]} */
    let troubles;
    try {
      troubles = await blanks.settle();
    } catch (error) {
      troubles = [error instanceof Error ? error.message : String(error)];
    }
    if (troubles.length > 0) return refuse(troubles, "Something typed is not among the values");
    const choice = blanks.read();
    const address = writeAddress(choice, sheet);
    if (address !== location.search) history.pushState(null, "", `/${address}`);
    await run(choice);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    place.requestSubmit();
  });
  addEventListener("popstate", () => {
    const read = readAddress(sheet, location.search);
    if (read !== undefined) follow(read);
  });
  if (first.troubles.length === 0) history.replaceState(null, "", `/${writeAddress(first.choice, sheet)}`);
  follow(first);
}

void open();
