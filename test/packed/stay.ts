// A command of a page that ends only by Ctrl-C -> the same, started as in a window beside, waited for until it says that it is there.

/** What such commands say last when they are there, and from then on they run. */
const THERE = "Ctrl-C ends it";

/** How often it is looked for the words, every fifth of a second. */
const LOOKS = 1500;

/**
 * For the shell of a page: `stay` starts a command, after the one that stayed before has ended, since a reader has one
 * port and one database; `leave` is Ctrl-C.
 */
export const STAY = `
stays=
leave() {
  if [ -n "$stays" ]; then kill -INT "$stays" 2>/dev/null; wait "$stays"; fi
  stays=
  return 0
}
stay() {
  leave
  # What the one before said is not taken for this one's word: the background may come to its file later than the look.
  : > stays.log
  "$@" >> stays.log 2>&1 &
  stays=$!
  for _ in $(seq ${LOOKS}); do
    if grep -q '${THERE}' stays.log; then cat stays.log; return 0; fi
    kill -0 "$stays" 2>/dev/null || break
    sleep 0.2
  done
  cat stays.log
  echo "$* did not say '${THERE}'." >&2
  return 1
}
`;

const STAYS =
  /^(?<before>.* && )?(?<command>(?:npx )?viewfinder (?:serve|up|generate --watch)\b.*|npm start\b.*)$/;

/**
 * @param line as it stands on the page
 * @param port where its server is to listen here
 */
export function hereOfCommand(line: string, port: number): string {
  // What follows as a comment would swallow what is added.
  const typed = line.replace(/\s+# .*$/, "");
  const { before = "", command } = STAYS.exec(typed)?.groups ?? {};
  if (command === undefined) return typed;
  if (command.includes("--watch")) return `${before}stay ${command} && leave`;
  if (command.includes("--port")) return `${before}stay ${command}`;
  return `${before}stay ${command} ${command.startsWith("npm ") ? "-- " : ""}--port ${port}`;
}
