// A button that goes from the system's colours to light ones, to dark ones and back.
import { useState } from "react";
import { useInBrowser } from "./platform.ts";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];
/** Where the choice is kept; `theme.js` reads it before anything is drawn. */
const KEY = "viewfinder.theme";

/** Says which it is now, since a symbol alone says little. */
export function ThemeButton() {
  const here = useInBrowser();
  const [chosen, setChosen] = useState<Theme>();
  const theme = chosen ?? (here ? themeNow() : "system");
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return (
    <button
      type="button"
      className="quiet icon"
      aria-label={`Colours: ${theme}. Change to ${next}`}
      title={`Colours: ${theme}`}
      onClick={() => {
        wear(next);
        setChosen(next);
      }}
    >
      <span aria-hidden="true">{theme === "light" ? "☼" : theme === "dark" ? "☾" : "◐"}</span>
    </button>
  );
}

function themeNow(): Theme {
  const worn = document.documentElement.dataset["theme"];
  return worn === "light" || worn === "dark" ? worn : "system";
}

function wear(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Without storage it lasts as long as the page.
  }
}
