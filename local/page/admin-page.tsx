// The admin's corner as a page of its own.
import { later } from "./frame/later.tsx";
import { Header } from "./frame/header.tsx";
import type { CallerShown, Sheet } from "./props.ts";

// Most readers never come here, so it is no part of what everybody fetches.
const Admin = later(async () => (await import("./admin/admin.tsx")).Admin);

/** For those who look after the data; the server lets nobody else here. */
export function AdminPage({ sheet, caller }: { readonly sheet: Sheet; readonly caller: CallerShown | null }) {
  return (
    <>
      <Header sheet={sheet} form={undefined} caller={caller} freshness={sheet.freshness} isAdmin />
      <main>
        <Admin model={sheet.label} />
      </main>
    </>
  );
}
