// @ts-check
// A selector of the sheet -> a control to search its values and choose many (ARIA, "Combobox pattern").
/** @import { SheetSelector } from "../server/sheet.ts" */
import { make } from "./make.js";

const TYPING_PAUSE_MS = 120;

/**
 * @typedef {object} Picker
 * @property {HTMLElement} element
 * @property {() => readonly string[]} values the chosen ones, in the order of choosing
 * @property {(values: readonly string[]) => void} choose replaces what is chosen
 * @property {() => Promise<string | undefined>} settle takes what is typed and not chosen yet as a value, if it is
 *   one; else what is wrong, in words, with the field focused
 */

/**
 * @param {SheetSelector} selector
 * @param {(term: string, signal: AbortSignal) => Promise<{suggestions: string[], hit_limit: boolean}>} suggest
 * @returns {Picker}
 */
export function makePicker(selector, suggest) {
  const id = `pick-${selector.name}`;
  /** @type {string[]} */
  let chosen = [];
  /** @type {string[]} */
  let offered = [];
  let active = -1;
  let asked = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  /** @type {Map<string, {suggestions: string[], hit_limit: boolean}>} */
  const known = new Map();

  const input = make("input", {
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    "aria-describedby": `${id}-chosen`,
  });
  const chips = make("ul", { class: "chips", "aria-label": `Chosen: ${selector.label}` });
  const told = make("span", { id: `${id}-chosen`, class: "unseen" });
  const status = make("p", { class: "small muted", role: "status" });
  const list = make("ul", {
    id: `${id}-list`,
    role: "listbox",
    "aria-multiselectable": "true",
    "aria-label": selector.label,
  });
  // For mouse and touch, since the list may lie over the Run button; the keyboard has Escape and Tab.
  const done = make("button", { type: "button", class: "quiet", tabindex: "-1" }, "Done");
  const popup = make("div", { class: "popup", hidden: true }, status, list, done);
  const box = make("div", { class: "box control" }, chips, input);
  const element = make(
    "div",
    { class: "blank picker" },
    make("label", { for: id }, selector.label, make("span", { class: "hint" }, " any of")),
    box,
    told,
    popup,
  );

  const isOpen = () => !popup.hidden;

  function open() {
    if (isOpen()) return;
    popup.hidden = false;
    input.setAttribute("aria-expanded", "true");
    void offer();
  }

  function close() {
    if (!isOpen()) return;
    popup.hidden = true;
    input.setAttribute("aria-expanded", "false");
    asked.abort();
    clearTimeout(pause);
    activate(-1);
  }

  async function offer() {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const term = input.value.trim();
    try {
      let found = known.get(term);
      if (found === undefined) {
        if (offered.length === 0) status.textContent = "Looking…";
        found = await suggest(term, signal);
        known.set(term, found);
      }
      if (signal.aborted) return;
      offered = found.suggestions;
      status.textContent = sayFound(found, term);
      drawOffered(term);
      activate(term === "" || offered.length === 0 ? -1 : 0);
    } catch (error) {
      if (signal.aborted) return;
      offered = [];
      drawOffered(term);
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  /** @param {string} term */
  function drawOffered(term) {
    list.replaceChildren(
      ...offered.map((value, index) =>
        make(
          "li",
          { id: `${id}-${index}`, role: "option", "aria-selected": String(chosen.includes(value)) },
          ...emphasised(value, term),
        ),
      ),
    );
    list.hidden = offered.length === 0;
  }

  /** @param {number} index of the option that Enter takes; -1 for none */
  function activate(index) {
    list.children[active]?.classList.remove("active");
    active = index;
    const option = list.children[index];
    option?.classList.add("active");
    option?.scrollIntoView({ block: "nearest" });
    if (option === undefined) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", option.id);
  }

  /** @param {string} value */
  function toggle(value) {
    choose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  }

  /** @param {readonly string[]} values */
  function choose(values) {
    chosen = [...values];
    chips.replaceChildren(...chosen.map(makeChip));
    chips.hidden = chosen.length === 0;
    told.textContent = chosen.length === 0 ? "Nothing chosen: all count." : `Chosen: ${chosen.join(", ")}.`;
    input.placeholder = chosen.length === 0 ? "Any" : "Add…";
    for (const [index, option] of [...list.children].entries())
      option.setAttribute("aria-selected", String(chosen.includes(offered[index] ?? "")));
  }

  /** @param {string} value */
  function makeChip(value) {
    const remove = make("button", { type: "button", "aria-label": `Remove ${value}` }, "×");
    remove.addEventListener("click", () => {
      toggle(value);
      input.focus();
    });
    return make("li", { class: "chip" }, make("span", {}, value), remove);
  }

  input.addEventListener("click", open);
  input.addEventListener("input", () => {
    open();
    clearTimeout(pause);
    pause = setTimeout(() => void offer(), TYPING_PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!isOpen()) open();
      else if (offered.length > 0)
        activate((active + step + offered.length + (active < 0 && step < 0 ? 1 : 0)) % offered.length);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && isOpen()) {
      // Enter takes the marked value; without one it runs the question, as in any form.
      const value = offered[active];
      if (value === undefined && input.value.trim() === "") return close();
      event.preventDefault();
      if (value === undefined) return;
      toggle(value);
      if (input.value === "") return;
      input.value = "";
      void offer();
    } else if (event.key === "Enter" && isOpen()) {
      // With Ctrl or ⌘ the question runs, and its answer must not lie under the list.
      close();
    } else if (event.key === "Escape") {
      if (isOpen()) event.preventDefault();
      input.value = "";
      close();
    } else if (event.key === "Backspace" && input.value === "" && chosen.length > 0) {
      choose(chosen.slice(0, -1));
    }
  });
  // A press inside the list must not take the focus from the field.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    const value = option === null ? undefined : offered[[...list.children].indexOf(option)];
    if (value === undefined) return;
    toggle(value);
    // What was typed has served its end.
    if (input.value === "") return;
    input.value = "";
    void offer();
  });
  done.addEventListener("click", () => {
    close();
  });
  box.addEventListener("mousedown", (event) => {
    if (event.target !== box && event.target !== chips) return;
    event.preventDefault();
    input.focus();
    open();
  });
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && element.contains(event.relatedTarget)) return;
    // What was typed stays to be seen; running the question takes it or says what is wrong with it.
    close();
  });

  async function settle() {
    const term = input.value.trim();
    if (term === "") return undefined;
    const same = (/** @type {string} */ value) => value.toLowerCase() === term.toLowerCase();
    const { suggestions } = await suggest(term, new AbortController().signal);
    const value = suggestions.find((one) => one === term) ?? suggestions.find(same);
    if (value === undefined) {
      input.focus();
      const [near] = suggestions;
      const hint = near === undefined ? "" : ` Did you mean “${near}”?`;
      return `${selector.label}: there is no “${term}”.${hint} Choose from the list, or empty the field.`;
    }
    input.value = "";
    if (!chosen.includes(value)) choose([...chosen, value]);
    return undefined;
  }

  choose([]);
  return { element, values: () => chosen, choose, settle };
}

/**
 * @param {{suggestions: string[], hit_limit: boolean}} found
 * @param {string} term
 */
function sayFound({ suggestions, hit_limit }, term) {
  const count = suggestions.length;
  if (count === 0) return term === "" ? "There are no values yet." : `Nothing contains “${term}”.`;
  if (hit_limit) return `The first ${count}; type to find others.`;
  return `${count === 1 ? "1 value" : `${count} values`}${term === "" ? "" : ` with “${term}”`}`;
}

/**
 * @param {string} value
 * @param {string} term
 * @returns {(Node | string)[]} the value with what was typed made bold
 */
function emphasised(value, term) {
  const at = term === "" ? -1 : value.toLowerCase().indexOf(term.toLowerCase());
  if (at < 0) return [value];
  const end = at + term.length;
  return [value.slice(0, at), make("b", {}, value.slice(at, end)), value.slice(end)];
}
