// What stands above everything: the model's name, its questions, how fresh the data is, who is here, the colours.
import type { ReactNode } from "react";
import type { CallerShown, Sheet, SheetForm, SheetFreshness } from "../props.ts";
import { CallerMenu } from "./caller.tsx";
import { Freshness } from "./freshness.tsx";
import { ThemeButton } from "./theme.tsx";

/** What the header is drawn from. */
export interface HeaderProps {
  readonly sheet: Sheet;
  /** The form in use; undefined on a page without one. */
  readonly form: SheetForm | undefined;
  readonly caller: CallerShown | null;
  readonly freshness: SheetFreshness;
  /** The page is the admin's corner. */
  readonly isAdmin?: boolean;
  /** Further controls, such as the history. */
  readonly children?: ReactNode;
}

/** Forms are links, so that each can be opened beside. */
export function Header({ sheet, form, caller, freshness, isAdmin = false, children }: HeaderProps) {
  const mayAdmin = caller?.roles.includes("admin") === true;
  return (
    <header className="top">
      <a className="brand" href="/">
        <img src="/page/icon.svg" alt="" width="20" height="20" /> Viewfinder
      </a>
      <nav aria-label="Questions">
        {sheet.forms.length < 2 ? (
          form === undefined && sheet.forms.length > 0 ? (
            <a href="/">{sheet.label}</a>
          ) : (
            <span className="muted">{sheet.label}</span>
          )
        ) : (
          sheet.forms.map((one, index) => (
            <a
              key={one.name}
              href={index === 0 ? "/" : `/?question=${encodeURIComponent(one.name)}`}
              aria-current={one === form ? "page" : undefined}
            >
              {one.label}
            </a>
          ))
        )}
        {mayAdmin ? (
          <a href="/admin" aria-current={isAdmin ? "page" : undefined}>
            Admin
          </a>
        ) : null}
      </nav>
      <span className="stretch" />
      <span id="freshness" className="small muted">
        <Freshness freshness={freshness} />
      </span>
      {children}
      <CallerMenu caller={caller} />
      <ThemeButton />
    </header>
  );
}
