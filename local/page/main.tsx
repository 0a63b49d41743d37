// The page's HTML as the server drew it -> the page that answers: what it was drawn from is read out of it.
import { hydrateRoot } from "react-dom/client";
import { Page } from "./page.tsx";
import type { CallerShown, Sheet } from "./props.ts";

function told(id: string): unknown {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}

const root = document.getElementById("page");
if (root === null) throw new Error("index.html has no place for the page");
hydrateRoot(
  root,
  <Page
    sheet={told("sheet") as Sheet}
    caller={told("caller") as CallerShown | null}
    place={{ pathname: location.pathname, search: location.search }}
  />,
);
