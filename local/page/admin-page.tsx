// The admin's corner as a page of its own.
import { type ReactNode, useEffect, useState } from "react";
import { Header } from "./frame/header.tsx";
import type { CallerShown, Sheet } from "./props.ts";

/** For those who look after the data; the server lets nobody else here. */
export function AdminPage({ sheet, caller }: { readonly sheet: Sheet; readonly caller: CallerShown | null }) {
  const [corner, setCorner] = useState<ReactNode>();
  useEffect(() => {
    // Most readers never come here, so it is no part of what everybody fetches.
    void import("./admin/admin.tsx").then(({ Admin }) => setCorner(<Admin model={sheet.label} />));
  }, [sheet.label]);
  return (
    <>
      <Header sheet={sheet} form={undefined} caller={caller} freshness={sheet.freshness} />
      <main>
        {corner ?? (
          <section className="card" aria-label="Admin">
            <h1>What is loaded into {sheet.label}</h1>
          </section>
        )}
      </main>
    </>
  );
}
