// One run in full -> its reason, its files, its tables and what it said besides.
import { showCount } from "../words/figure.ts";
import { InCode } from "../words/in-code.tsx";
import { counted } from "../words/label.ts";
import type { RunInFull } from "./ledger.ts";

const RECORDS = { one: "record", many: "records" };

/** What there is nothing of is left out. */
export function RunDetails({
  full: { run, files, tables, notes, drift },
}: {
  readonly full: RunInFull;
}): React.ReactNode {
  return (
    <>
      {run.reason === null ? null : (
        <p className="reason">
          <InCode text={run.reason} />
        </p>
      )}
      {files.length === 0 ? null : (
        <>
          <h3>Files</h3>
          <ul>
            {files.map((file) => (
              <li key={file.name}>
                <code title={`SHA-256 ${file.sha256}`}>{file.name}</code> ({file.source}):{" "}
                {counted(file.records.read, RECORDS)} read, {showCount(file.records.loaded)} loaded,{" "}
                {showCount(file.records.quarantined)} in quarantine
                {file.records.collapsed === 0
                  ? ""
                  : `, ${showCount(file.records.collapsed)} said twice`};{" "}
                {sayBytes(file.bytes)}
              </li>
            ))}
          </ul>
        </>
      )}
      {tables.length === 0 ? null : (
        <>
          <h3>Tables</h3>
          <ul>
            {tables.map((table) => (
              <li key={table.table}>
                <code>{table.table}</code>: {counted(table.added, { one: "row", many: "rows" })} added,{" "}
                {showCount(table.changed)} changed, {showCount(table.removed)} removed,{" "}
                {showCount(table.unchanged)} as before
              </li>
            ))}
          </ul>
        </>
      )}
      {drift.length + notes.length === 0 ? null : (
        <>
          <h3>What it said besides</h3>
          <ul>
            {drift.map(({ source, column, said }) => (
              <li key={`${source}.${column}`}>
                <code>
                  {source}.{column}
                </code>
                : {said}
              </li>
            ))}
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** e.g. `12 kB`, `3.4 MB`. */
function sayBytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  let [size, at] = [bytes, 0];
  while (size >= 1000 && at < units.length - 1) [size, at] = [size / 1000, at + 1];
  return size.toLocaleString(undefined, {
    style: "unit",
    unit: units[at],
    maximumFractionDigits: size < 10 && at > 0 ? 1 : 0,
  });
}
