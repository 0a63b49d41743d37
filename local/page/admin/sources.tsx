// The sources of the model -> a card each: what came when, how much of it is in quarantine, and what went wrong last.
import { showCount } from "../words/figure.ts";
import { InCode } from "../words/in-code.tsx";
import { counted } from "../words/label.ts";
import { sayTime } from "../words/time.ts";
import { readSources } from "./ask-ledger.ts";
import type { Source } from "./ledger.ts";
import { useLoaded, WhenLoaded } from "./loaded.tsx";
import { MonthChart, sayMonth } from "./month-chart.tsx";
import { monthsOf } from "./months.ts";
import { gistOf, sayState } from "./words.ts";

const RECORDS = { one: "record", many: "records" };

/** In the model's order. */
export function Sources(): React.ReactNode {
  const found = useLoaded(readSources, []);
  return (
    <WhenLoaded loaded={found} what="the sources">
      {(sources) => (
        <ul className="sources">
          {sources.map((source) => (
            <Card key={source.source} source={source} />
          ))}
        </ul>
      )}
    </WhenLoaded>
  );
}

function Card({ source }: { readonly source: Source }): React.ReactNode {
  const months = monthsOf(source);
  const [first] = months;
  const last = months.at(-1);
  const [delivery] = source.last;
  return (
    <li>
      <h3>{source.source}</h3>
      {source.description === null ? null : <p className="small muted">{source.description}</p>}
      {first === undefined || last === undefined || delivery === undefined ? (
        <p className="small none-yet">Nothing of it came yet.</p>
      ) : (
        <>
          <MonthChart source={source.source} months={months} />
          <p className="small">
            {last.month}: {last.records === undefined ? "nothing came" : sayMonth(last.records)}. Published{" "}
            {sayTime(delivery.published)} by run {delivery.run}.
          </p>
          <p className="small">
            {source.quarantined === 0
              ? "Nothing of it is in quarantine now."
              : `${counted(source.quarantined, RECORDS)} of it ${source.quarantined === 1 ? "is" : "are"} in quarantine now.`}
          </p>
        </>
      )}
      {source.failed === null ? null : (
        <p className="trouble small">
          Run {source.failed.run}, the latest with it,{" "}
          {source.failed.state === "died" ? "died" : `was ${sayState(source.failed.state)}`}
          {source.failed.reason === null ? "" : <InCode text={`: ${gistOf(source.failed.reason)}`} />}
          {source.failures < 2 ? "" : ` (the last of ${showCount(source.failures)} in a row)`}
        </p>
      )}
    </li>
  );
}
