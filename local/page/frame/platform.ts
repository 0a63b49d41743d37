// The browser's own ways, which the server that draws the first page cannot know: its keys, whether it is there yet.
import { useSyncExternalStore } from "react";

const never = (): (() => void) => () => {};

/** Whether the page is in a browser; false while the server draws it, and until the first drawing there is taken over. */
export function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** What Run is called on this keyboard; undefined until it is known. */
export function useRunKeys(): string | undefined {
  const known = useInBrowser();
  if (!known) return undefined;
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘↵" : "Ctrl ↵";
}
