// @ts-check
// Who has logged in -> their name at the top of the page, and the way out.
import { byId, make } from "./make.js";

/** @type {string | null} */
const name = JSON.parse(byId("caller").textContent ?? "null");

if (name !== null) {
  const leave = make("button", { type: "button", class: "quiet" }, "Log out");
  leave.addEventListener("click", () => void logOut(leave));
  byId("who").append(`${name} · `, leave);
  byId("who").hidden = false;
}

/** @param {HTMLButtonElement} leave */
async function logOut(leave) {
  leave.disabled = true;
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch("/logout", { method: "POST", headers, body: "{}" });
    // Whoever is logged out already gets to the login just the same.
    const url = response.ok ? (await response.json()).url : "/login";
    location.assign(typeof url === "string" ? url : "/login");
  } catch {
    leave.textContent = "Not logged out: the server does not answer";
    leave.disabled = false;
  }
}
