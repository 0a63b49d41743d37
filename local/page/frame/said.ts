// Words -> what a screen reader says of them, once.
import { useCallback, useState } from "react";

/** @returns what the live region holds, and the way to say something */
export function useSaid(): readonly [string, (words: string) => void] {
  const [said, setSaid] = useState("");
  const say = useCallback((words: string) => {
    // The same words twice are a change only when something else stood between.
    setSaid((before) => (before === words ? `${words}\u00A0` : words));
  }, []);
  return [said, say];
}
