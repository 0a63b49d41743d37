// The page as one sentence: read the address, fill the form, ask, show the answer.
import { AskPage } from "./ask-page.tsx";
import { AdminPage } from "./admin-page.tsx";
import { PlainPage } from "./plain-page.tsx";
import { Header } from "./frame/header.tsx";
import type { CallerShown, Place, Sheet } from "./props.ts";
import { openPlace } from "./question/open.ts";
import { sayQuestion } from "./words/sentence.ts";

/** What the page is drawn from; the same on the server and in the browser. */
export interface PageProps {
  readonly sheet: Sheet;
  readonly caller: CallerShown | null;
  /** Where the page was opened. */
  readonly place: Place;
}

/** The address decides which page it is. */
export function Page({ sheet, caller, place }: PageProps) {
  const opened = openPlace(sheet, place);
  switch (opened.kind) {
    case "form":
      return <AskPage sheet={sheet} caller={caller} opened={opened} />;
    case "plain":
      return <PlainPage sheet={sheet} caller={caller} query={opened.query} />;
    case "admin":
      return <AdminPage sheet={sheet} caller={caller} />;
    case "nothing":
      return (
        <>
          <Header sheet={sheet} form={undefined} caller={caller} freshness={sheet.freshness} />
          <main>
            <section id="answer" className="card" aria-label="Answer">
              <h1>{sheet.label} has no questions yet</h1>
              <p>
                Add them under <code>questions:</code> in looker.yml, then start the server again.
              </p>
            </section>
          </main>
        </>
      );
  }
}

/** The page's title before it has an answer. */
export function titleOf(sheet: Sheet, place: Place): string {
  const opened = openPlace(sheet, place);
  const beginning =
    opened.kind === "form" ? `${sayQuestion(opened.question)} · ` : opened.kind === "admin" ? "Admin · " : "";
  return `${beginning}${sheet.label}`;
}
