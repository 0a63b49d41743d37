// A text -> a button that copies it and says for a moment that it did.
import { useEffect, useState } from "react";

const SAID_MS = 2_000;

/** @param text asked for when the button is pressed */
export function Copy({
  label,
  text,
  className = "quiet",
}: {
  readonly label: string;
  readonly text: () => string;
  readonly className?: string | undefined;
}): React.ReactNode {
  const [said, say] = useState<string>();
  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => say(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (): void => {
    const written = navigator.clipboard?.writeText(text()) ?? Promise.reject(new Error("no clipboard"));
    written.then(
      () => say("Copied ✓"),
      () => say("This browser does not allow copying"),
    );
  };
  return (
    <>
      <button type="button" className={className} onClick={copy}>
        {said ?? label}
      </button>
      <span className="unseen" role="status">
        {said ?? ""}
      </span>
    </>
  );
}
