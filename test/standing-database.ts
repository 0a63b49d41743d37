// Keeps the embedded Postgres of the tests running from the first file to the last.
import { openTestStack } from "./database.ts";

/** Files that need it find it running; those that do not wait for nothing. What is wrong with it, they say themselves. */
export default function stand(): () => Promise<void> {
  const opening = openTestStack().catch(() => undefined);
  return async () => (await opening)?.release();
}
