// Verified drops -> lines of plain text, as the admin reads them who owns every failure.
import { count, size } from "../words.ts";
import { FINDINGS, refusing } from "./finding.ts";
import { dayOf } from "./keys.ts";
import type { VerifiedDrop } from "./verify.ts";

/** All drops, one after the other, and what they come to. */
export function verifiedLines(drops: readonly VerifiedDrop[]): readonly string[] {
  return drops.flatMap(dropLines);
}

function dropLines(drop: VerifiedDrop): readonly string[] {
  const files = `${count(drop.files, "file")}, ${size(drop.bytes)}`;
  const revision = drop.revision === undefined || drop.revision === 1 ? "" : `, revision ${drop.revision}`;
  const month = drop.period === undefined || drop.period === drop.name ? "" : ` (${drop.period})`;
  const signed =
    drop.key === undefined || drop.created === undefined
      ? ""
      : `, signed by ${drop.key} on ${dayOf(drop.created)}${revision}`;
  const said = {
    genuine: `genuine: ${files}${signed}`,
    not_signed: `not signed, and the model asks for no signature: ${files}`,
    // Who signed it is not known of one that is refused: it may be forged.
    refused: `would be refused: ${files}`,
  }[drop.outcome];
  return [
    `${drop.name}${month}: ${said}`,
    ...drop.findings.flatMap(({ code, message }) => [
      `  ${FINDINGS[code].refuses ? FINDINGS[code].means : `note: ${FINDINGS[code].means}`}`,
      ...message.split("\n").map((line) => `    ${line.trim()}`),
    ]),
  ];
}

/** One sentence on those that would be refused; undefined when there are none. */
export function refusedSentence(drops: readonly VerifiedDrop[]): string | undefined {
  const refused = drops.filter((drop) => refusing(drop.findings).length > 0);
  if (refused.length === 0) return undefined;
  return drops.length === 1
    ? "This drop would be refused."
    : `${refused.length} of ${drops.length} drops would be refused: ${refused.map((drop) => drop.name).join(", ")}.`;
}
