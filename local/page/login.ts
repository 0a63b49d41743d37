// What the server says of logging in -> a page to do it on: at the company's login service, or with API credentials.

interface Login {
  /** Where to go afterwards. */
  readonly to: string;
  readonly problem: string | null;
  /** What the login service is called; null without one. */
  readonly service: string | null;
  /** Whether API credentials are taken, too. */
  readonly credentials: boolean;
}

const told = JSON.parse(element("login", HTMLScriptElement).text) as Login;
const problem = element("problem", HTMLElement);
const service = element("service", HTMLElement);
const form = element("credentials", HTMLFormElement);

if (told.problem !== null) tell(told.problem);
if (told.service !== null) {
  const link = service.querySelector("a");
  if (link === null) throw new Error("login.html has no link to the login service");
  link.href = `/login/start?to=${encodeURIComponent(told.to)}`;
  link.textContent = `Log in at ${told.service}`;
  service.hidden = false;
}
form.hidden = !told.credentials;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void logIn();
});

async function logIn(): Promise<void> {
  const button = form.querySelector("button");
  if (button !== null) button.disabled = true;
  try {
    const response = await fetch("/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    if (response.ok) return location.replace(told.to);
    const { message } = (await response.json()) as { readonly message?: unknown };
    tell(typeof message === "string" ? message : `The server answered with status ${response.status}.`);
  } catch {
    tell("The server does not answer. See whether it is still running, then try again.");
  } finally {
    if (button !== null) button.disabled = false;
  }
}

function tell(words: string): void {
  problem.textContent = words;
  problem.hidden = false;
}

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`login.html has no ${id}`);
  return found;
}
