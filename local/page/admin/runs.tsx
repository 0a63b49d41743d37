// The runs of hydrate -> a table, the latest first; each opens to its files, its tables and what was said of it.
import { useState } from "react";
import { Failure } from "../server/failure.ts";
import { showCount } from "../words/figure.ts";
import { InCode } from "../words/in-code.tsx";
import { sayDuration, sayTime } from "../words/time.ts";
import { readRun, readRuns } from "./ask-ledger.ts";
import type { Run } from "./ledger.ts";
import { useLoaded, WhenLoaded } from "./loaded.tsx";
import { RunDetails } from "./run-details.tsx";
import { gistOf, isFailed, sayDrop, sayState } from "./words.ts";

/** A page of them, and earlier ones on demand. */
export function Runs(): React.ReactNode {
  const first = useLoaded((signal) => readRuns(undefined, signal), []);
  const [earlier, setEarlier] = useState<{ readonly runs: readonly Run[]; readonly more: boolean }>();
  const [trouble, setTrouble] = useState<string>();
  const load = (before: number | undefined): void => {
    setTrouble(undefined);
    readRuns(before, new AbortController().signal).then(
      (page) => setEarlier((known) => ({ runs: [...(known?.runs ?? []), ...page.runs], more: page.more })),
      (error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        setTrouble(error.message);
      },
    );
  };
  return (
    <WhenLoaded loaded={first} what="the runs">
      {({ runs: latest, more }) => {
        const runs = [...latest, ...(earlier?.runs ?? [])];
        if (runs.length === 0) return <p>Nothing was hydrated yet.</p>;
        return (
          <>
            <div className="scroll" tabIndex={0} role="region" aria-label="Table of runs">
              <table>
                <thead>
                  <tr>
                    {["Run", "Drop", "State", "Began", "Took"].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                    {["Records", "In quarantine", "Added", "Changed", "Removed"].map((head) => (
                      <th key={head} scope="col" className="number">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                {runs.map((run) => (
                  <RunRows key={run.id} run={run} />
                ))}
              </table>
            </div>
            {(earlier?.more ?? more) ? (
              <button type="button" className="quiet" onClick={() => load(runs.at(-1)?.id)}>
                Earlier runs
              </button>
            ) : null}
            {trouble === undefined ? null : <p role="alert">{trouble}</p>}
          </>
        );
      }}
    </WhenLoaded>
  );
}

function RunRows({ run }: { readonly run: Run }): React.ReactNode {
  const [open, setOpen] = useState(false);
  const { records, rows, reason } = run;
  const figures =
    records === null ? [] : [records.read, records.quarantined, rows.added, rows.changed, rows.removed];
  return (
    <tbody>
      <tr className={isFailed(run) ? "failed" : undefined}>
        <th scope="row">
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            Run {run.id}
          </button>
        </th>
        <td>{sayDrop(run)}</td>
        <td>
          <span className={`badge ${run.state}`}>{sayState(run.state)}</span>
        </td>
        <td>{sayTime(run.started)}</td>
        <td>{run.seconds === null ? "" : sayDuration(run.seconds)}</td>
        {figures.length === 0 ? (
          <td colSpan={5} className="muted">
            {reason === null ? "Published nothing" : <InCode text={gistOf(reason)} />}
          </td>
        ) : (
          figures.map((figure, at) => (
            <td key={at} className="number">
              {showCount(figure)}
            </td>
          ))
        )}
      </tr>
      {open ? (
        <tr>
          <td colSpan={10} className="details">
            <div>
              <Opened run={run} />
            </div>
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

function Opened({ run }: { readonly run: Run }): React.ReactNode {
  const found = useLoaded((signal) => readRun(run.id, signal), [run.id]);
  return (
    <WhenLoaded loaded={found} what={`run ${run.id}`}>
      {(full) => <RunDetails full={full} />}
    </WhenLoaded>
  );
}
