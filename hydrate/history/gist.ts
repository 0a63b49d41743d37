// Why a run published nothing, in all its lines -> the gist of it in one line.

/** Sentences that every refusal has, and that tell runs apart in no way. */
const ALWAYS = [
  /\bNothing of this drop was loaded\.?\s*/g,
  /\S+ is not what was meant to arrive\.\s*/g,
  /,? and run the same command again\b/g,
];

/** The first line that says something of this drop alone. */
export function gistOf(reason: string): string {
  const lines = reason
    .split("\n")
    .map((line) => ALWAYS.reduce((text, always) => text.replaceAll(always, ""), line).trim())
    .filter((line) => line !== "");
  return lines[0] ?? reason.split("\n")[0] ?? "";
}
