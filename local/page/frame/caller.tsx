// Who has logged in -> their name at the top of the page, and the way out.
import { useState } from "react";
import type { CallerShown } from "../props.ts";
import { postJson } from "../server/request.ts";

/** Nothing where nobody has to log in. */
export function CallerMenu({ caller }: { readonly caller: CallerShown | null }) {
  const [trouble, setTrouble] = useState<string>();
  const [leaving, setLeaving] = useState(false);
  if (caller?.known !== true) return null;
  const logOut = async (): Promise<void> => {
    setLeaving(true);
    try {
      const { text } = await postJson("/logout", {}, new AbortController().signal);
      const { url } = JSON.parse(text) as { readonly url?: unknown };
      location.assign(typeof url === "string" ? url : "/login");
    } catch {
      setTrouble("Not logged out: the server does not answer");
      setLeaving(false);
    }
  };
  return (
    <span id="who" className="small">
      {caller.name} ·{" "}
      <button type="button" className="link" disabled={leaving} onClick={() => void logOut()}>
        {trouble ?? "Log out"}
      </button>
    </span>
  );
}
