// An answer -> what can be taken away of it: its rows and the rows behind it as files, its link, its chart as a picture.
import { useState } from "react";
import type { Answer, TakeAwayProps } from "../props.ts";
import { asPng, takePicture } from "../chart/picture.ts";
import { Failure } from "../server/failure.ts";
import { showCount } from "../words/figure.ts";
import { sayTime } from "../words/time.ts";
import { type FileFormat, fileAddress, type Scope } from "./address.ts";
import { Copy } from "./copy.tsx";
import { type FileCount, useCounts } from "./counts.ts";
import { fileName, hand, leaveToBrowser, MOST_HELD_ROWS, takeFile } from "./file.ts";
import { FileChoice } from "./file-choice.tsx";
import { Menu } from "./menu.tsx";

/** What became of the last thing that was taken away. */
type TakingState =
  | { readonly kind: "idle" }
  | { readonly kind: "under way"; readonly said: string; readonly stop: () => void }
  | { readonly kind: "done" | "failed"; readonly said: string };

/** Two buttons: a menu of files with their numbers of rows, and the link. */
export function TakeAway({ answer, link, chart, mayDownload }: TakeAwayProps): React.ReactNode {
  const [wanted, setWanted] = useState(false);
  const [state, setState] = useState<TakingState>({ kind: "idle" });
  const counts = useCounts(answer.query, wanted && mayDownload);

  const take = async (scope: Scope, format: FileFormat, count: FileCount): Promise<void> => {
    const address = fileAddress(answer.query, scope, format);
    const rows = sayRows(count.rows);
    if (count.rows > MOST_HELD_ROWS) {
      leaveToBrowser(address);
      setState({
        kind: "done",
        said: `Your browser is downloading ${rows}, and says so if the file breaks off.`,
      });
      return;
    }
    const stop = new AbortController();
    setState({ kind: "under way", said: `Downloading ${rows}…`, stop: () => stop.abort() });
    try {
      const file = await takeFile(address, stop.signal);
      const cut = file.truncated ? "; there are more than the file can hold" : " ✓";
      setState({ kind: "done", said: `Downloaded ${sayRows(file.rows)}${cut}` });
    } catch (error) {
      setState({ kind: "failed", said: sayFailure(error) });
    }
  };
  const picture = async (kind: "svg" | "png"): Promise<void> => {
    const drawing = chart();
    if (drawing === null) return;
    try {
      const taken = takePicture(drawing, { title: answer.title, source: sourceOf(answer) });
      const blob = kind === "svg" ? new Blob([taken.svg], { type: "image/svg+xml" }) : await asPng(taken);
      hand(blob, `${fileName(answer.title)}.${kind}`);
      setState({ kind: "done", said: `Downloaded the chart as ${kind.toUpperCase()} ✓` });
    } catch {
      setState({ kind: "failed", said: "This browser could not make the picture. Try the other format." });
    }
  };

  return (
    <div className="take-away">
      <Menu
        label="Download"
        name="Download"
        onOpen={() => {
          setWanted(true);
          setState((before) => (before.kind === "under way" ? before : { kind: "idle" }));
        }}
      >
        {() => (
          <>
            {mayDownload ? (
              <>
                <FileChoice
                  title="This table"
                  count={counts.answer}
                  onTake={(format, count) => void take("answer", format, count)}
                />
                <FileChoice
                  title={`Matching ${answer.noun.many}`}
                  count={counts.rows}
                  onTake={(format, count) => void take("rows", format, count)}
                />
              </>
            ) : (
              <section>
                <h2>Files</h2>
                <p className="words">
                  Files of this table or of the {answer.noun.many} take the role download, which you do not
                  have. Whoever looks after this server can give it.
                </p>
              </section>
            )}
            {chart() === null ? null : (
              <section>
                <h2>The chart as it stands here</h2>
                <div className="row">
                  <button type="button" className="quiet" onClick={() => void picture("svg")}>
                    SVG
                  </button>
                  <button type="button" className="quiet" onClick={() => void picture("png")}>
                    PNG
                  </button>
                </div>
              </section>
            )}
            <State state={state} />
          </>
        )}
      </Menu>
      <Copy label="Copy link" text={() => link} />
    </div>
  );
}

function State({ state }: { readonly state: TakingState }): React.ReactNode {
  const kind = state.kind === "done" || state.kind === "failed" ? state.kind : "";
  return (
    <div className={`state ${kind}`} role="status">
      {state.kind === "idle" ? null : state.said}
      {state.kind === "under way" ? (
        <button type="button" className="quiet" onClick={state.stop}>
          Cancel
        </button>
      ) : null}
    </div>
  );
}

function sayRows(rows: number): string {
  return rows === 1 ? "1 row" : `${showCount(rows)} rows`;
}

function sayFailure(error: unknown): string {
  if (!(error instanceof Failure)) throw error;
  if (error.kind === "cancelled") return "Cancelled. Nothing was downloaded.";
  return `Nothing was downloaded. ${error.message}`;
}

/** e.g. `Source: movies.movies, movies.genres; data of 2026-10, published 22 Nov 2026, 06:00.` */
function sourceOf({ tables, freshness }: Answer): string {
  const from = tables.length === 0 ? location.host : tables.join(", ");
  if (freshness?.kind !== "run") return `Source: ${from}`;
  const period = freshness.period === undefined ? `run ${freshness.run}` : freshness.period;
  return `Source: ${from}; data of ${period}, published ${sayTime(freshness.at)}`;
}
