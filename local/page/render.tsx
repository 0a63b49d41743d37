// A sheet, a caller and an address -> the page's first HTML, with its form filled in: what the server sends.
import { renderToString } from "react-dom/server";
import { Page, titleOf } from "./page.tsx";
import type { CallerShown, Place, Sheet } from "./props.ts";

/** @returns the page's own HTML, and its title; both as text, the title not yet made safe for HTML */
export function render(
  sheet: Sheet,
  caller: CallerShown | null,
  place: Place,
): { readonly html: string; readonly title: string } {
  const html = renderToString(<Page sheet={sheet} caller={caller} place={place} />);
  return {
    // No page may bring styles of its own inside its HTML (the policy says so); what hides Base UI's own inputs is in
    // the stylesheet. Texts have their quotes written otherwise, so nothing else looks like this.
    html: html.replaceAll(/ style="[^"]*"/g, ""),
    title: titleOf(sheet, place),
  };
}
