// What is asked -> remembered by this browser, with a menu to come back to it.
import { useEffect } from "react";
import { later } from "../frame/later.tsx";
import type { HistoryProps } from "../props.ts";
import { Menu } from "../take-away/menu.tsx";
import { remember } from "./kept.ts";
import { change } from "./storage.ts";

const Questions = later(async () => (await import("./questions.tsx")).Questions);

/** The menu's content is fetched when it is opened for the first time. */
export function History({ current, model, onOpen }: HistoryProps): React.ReactNode {
  const { title, address } = current ?? {};
  useEffect(() => {
    if (title === undefined || address === undefined) return;
    change((kept) =>
      kept.asked[0]?.address === address && kept.asked[0].title === title
        ? kept
        : remember(kept, { title, address, model, at: new Date().toISOString() }),
    );
  }, [title, address, model]);
  return (
    <Menu label="History" name="Questions of this browser">
      {(close) => (
        <Questions
          current={current}
          model={model}
          onOpen={(to) => {
            close();
            onOpen(to);
          }}
        />
      )}
    </Menu>
  );
}
