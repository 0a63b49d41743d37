// @ts-check
// What the server says of logging in -> a page to do it on: at the company's login service, or with API credentials.

/** @typedef {{to: string, problem: string | null, service: string | null, credentials: boolean}} Login */

const told = /** @type {Login} */ (JSON.parse(element("login", HTMLScriptElement).text));
const problem = element("problem", HTMLElement);
const service = element("service", HTMLElement);
const form = element("credentials", HTMLFormElement);

if (told.problem !== null) tell(told.problem);
if (told.service !== null) {
  const link = /** @type {HTMLAnchorElement} */ (service.firstElementChild);
  link.href = `/login/start?to=${encodeURIComponent(told.to)}`;
  link.textContent = `Log in at ${told.service}`;
  service.hidden = false;
}
form.hidden = !told.credentials;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void logIn();
});

async function logIn() {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  button.disabled = true;
  try {
    const response = await fetch("/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    if (response.ok) return location.replace(told.to);
    const { message } = await response.json();
    tell(typeof message === "string" ? message : `The server answered with status ${response.status}.`);
  } catch {
    tell("The server does not answer. See whether it is still running, then try again.");
  } finally {
    button.disabled = false;
  }
}

/** @param {string} words */
function tell(words) {
  problem.textContent = words;
  problem.hidden = false;
}

/**
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`login.html has no ${id}`);
  return found;
}
