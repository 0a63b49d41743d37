// The sample drops into the page that lies beside them and says what is invented and what is wrong on purpose.
import type { SampleDrop } from "./months.ts";

/** Writes the page as Markdown. */
export function readmeOf(drops: readonly SampleDrop[]): string {
  return `# Sample drops

**Everything in these files is invented.** The movies, their titles, people, places, overviews, budgets
and revenues, and the production companies were made up by a generator. None is meant to be a real one;
a likeness is chance. Only the names of genres, languages and countries are real.

The files have the format of the published \`movies_metadata.csv\`, its list columns and its known faults
included. Movies are numbered from 9,000,001, companies from 9,100,001 and collections from 9,200,001,
where no real ones are.

| drop | records | of them, movies that came before |
|---|---|---|
${drops.map(({ period, records, corrections }) => `| ${period} | ${records} | ${corrections.length} |`).join("\n")}

## Wrong on purpose

Records are counted from 1 after the header, lines from 1 with it.

${drops.map(faultsOf).join("\n\n")}

## Corrections

From the second month on, a drop begins with movies that an earlier one delivered; the later record holds.

${correctionsOf(drops)}
`;
}

function faultsOf({ period, faults }: SampleDrop): string {
  const rows = table(
    ["record", "line", "movie", "fault", "what", "see record"],
    faults.map(({ record, line, id, kind, what, twin }) => [record, line, id, kind, what, twin ?? ""]),
  );
  return `### ${period}\n\n${rows}`;
}

// One row for each kind in a month: how many there are, and the first of them.
function correctionsOf(drops: readonly SampleDrop[]): string {
  const rows = drops.flatMap(({ period, corrections }) =>
    [...new Set(corrections.map(({ kind }) => kind))].sort().flatMap((kind) => {
      const alike = corrections.filter((correction) => correction.kind === kind);
      return alike.slice(0, 1).map(({ record, id, what }) => [period, kind, alike.length, record, id, what]);
    }),
  );
  return table(["drop", "correction", "records", "the first", "movie", "what"], rows);
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [
    `| ${head.join(" | ")} |`,
    `|${"---|".repeat(head.length)}`,
    ...rows.map((row) => `| ${row.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`),
  ].join("\n");
}
