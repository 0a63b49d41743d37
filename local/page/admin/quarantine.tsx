// What is in quarantine -> how many records for which reason, each opening to the records as they came.
import { useState } from "react";
import { Failure } from "../server/failure.ts";
import { showCount } from "../words/figure.ts";
import { InCode } from "../words/in-code.tsx";
import { counted } from "../words/label.ts";
import { readQuarantine, readRecords } from "./ask-ledger.ts";
import type { Quarantine, QuarantineGroup, QuarantineRecord } from "./ledger.ts";
import { useLoaded, WhenLoaded } from "./loaded.tsx";
import { sayCode } from "./words.ts";

const RECORDS = { one: "record", many: "records" };

/** By run, the latest first, and in it by how many. */
export function QuarantineList(): React.ReactNode {
  const found = useLoaded(readQuarantine, []);
  return (
    <WhenLoaded loaded={found} what="the quarantine">
      {({ groups, records, replayed, corrected, settled }) => {
        const again = [
          replayed === 0
            ? ""
            : ` ${showCount(replayed)} more ${replayed === 1 ? "was" : "were"} put through again since.`,
          corrected === 0
            ? ""
            : ` ${showCount(corrected)} more ${corrected === 1 ? "is" : "are"} settled: later drops brought ${corrected === 1 ? "it" : "them"} anew.`,
        ].join("");
        const runs = new Set(groups.map((group) => group.run)).size;
        return (
          <>
            <p>
              {records === 0
                ? `Nothing is in quarantine.${again}`
                : `${counted(records, RECORDS)} ${records === 1 ? "is" : "are"} in quarantine, from ${counted(runs, { one: "run", many: "runs" })}.${again}`}
            </p>
            {groups.map((group) => (
              <Group key={`${group.run} ${group.source} ${group.code} ${group.column ?? ""}`} group={group} />
            ))}
            <SettledList settled={settled} />
          </>
        );
      }}
    </WhenLoaded>
  );
}

const HOW: Readonly<Record<string, string>> = {
  key: "corrected by",
  record: "loaded as they were by",
  file: "in a file that came again with",
  snapshot: "in a snapshot that was replaced by",
};

/** What nobody waits for any more, and who brought it. */
function SettledList({ settled }: { readonly settled: Quarantine["settled"] }): React.ReactNode {
  if (settled.length === 0) return null;
  return (
    <details className="group">
      <summary>
        <b>Settled</b>
      </summary>
      <ul>
        {settled.map(({ run, drop, source, by, byDrop, how, records }) => (
          <li key={`${run} ${source} ${by} ${how}`}>
            {counted(records, RECORDS)} of <code>{source}</code> from run {run} ({drop}), {HOW[how]} run {by}{" "}
            ({byDrop})
          </li>
        ))}
      </ul>
    </details>
  );
}

function Group({ group }: { readonly group: QuarantineGroup }): React.ReactNode {
  const [open, setOpen] = useState(false);
  const { example, records } = group;
  const where = group.column === null ? group.source : `${group.source}.${group.column}`;
  return (
    <details className="group" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{counted(records, RECORDS)}</b> of run {group.run} ({group.drop}), <code>{where}</code>{" "}
        <span className="badge">{sayCode(group.code)}</span>
        <span className="small muted">
          {records === 1 ? "" : "The first: "}
          {example.file}, line {showCount(example.line)}: <InCode text={example.reason} />
        </span>
      </summary>
      {open ? <Records group={group} /> : null}
    </details>
  );
}

function Records({ group }: { readonly group: QuarantineGroup }): React.ReactNode {
  const first = useLoaded((signal) => readRecords(group, undefined, signal), [group]);
  const [later, setLater] = useState<{
    readonly records: readonly QuarantineRecord[];
    readonly more: boolean;
  }>();
  const [trouble, setTrouble] = useState<string>();
  const load = (after: QuarantineRecord | undefined): void => {
    readRecords(group, after, new AbortController().signal).then(
      (page) =>
        setLater((known) => ({ records: [...(known?.records ?? []), ...page.records], more: page.more })),
      (error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        setTrouble(error.message);
      },
    );
  };
  return (
    <WhenLoaded loaded={first} what="the records">
      {(page) => {
        const records = [...page.records, ...(later?.records ?? [])];
        return (
          <>
            <ol className="records">
              {records.map((record) => (
                <li key={record.ordinal}>
                  <p className="small">
                    {record.file}, line {showCount(record.line)}, record {showCount(record.record)}:{" "}
                    <InCode text={record.reason} />
                  </p>
                  {record.raw === null ? (
                    <p className="small muted">It was too long to be kept; it stands in its file.</p>
                  ) : (
                    <pre tabIndex={0} role="region" aria-label={`Record ${record.record} of ${record.file}`}>
                      {record.raw}
                      {record.cut ? "…" : ""}
                    </pre>
                  )}
                </li>
              ))}
            </ol>
            {(later?.more ?? page.more) ? (
              <button type="button" className="quiet" onClick={() => load(records.at(-1))}>
                More records
              </button>
            ) : null}
            {trouble === undefined ? null : <p role="alert">{trouble}</p>}
          </>
        );
      }}
    </WhenLoaded>
  );
}
