// What the server says, with names between backticks -> the same with them set as code.
import { Fragment, type ReactNode } from "react";

/** @param props.text e.g. "`budget` is `abc`, not a number" */
export function InCode({ text }: { readonly text: string }): ReactNode {
  // Every second part stood between two of them; one without its like is as it came.
  const parts = text.split("`");
  if (parts.length % 2 === 0) return text;
  return parts.map((part, at) =>
    at % 2 === 0 ? <Fragment key={at}>{part}</Fragment> : <code key={at}>{part}</code>,
  );
}
