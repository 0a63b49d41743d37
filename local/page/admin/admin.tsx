// The admin's corner: what is published, how each source has come, the runs of hydrate, and what is in quarantine and why.
import type { AdminProps } from "../props.ts";
import { showCount } from "../words/figure.ts";
import { sayTime } from "../words/time.ts";
import { readPublished } from "./ask-ledger.ts";
import type { Run } from "./ledger.ts";
import { useLoaded, WhenLoaded } from "./loaded.tsx";
import { QuarantineList } from "./quarantine.tsx";
import { Runs } from "./runs.tsx";
import { Sources } from "./sources.tsx";
import { sayDrop } from "./words.ts";

/** The whole of `/admin`; each part looks up what it shows by itself. */
export function Admin({ model }: AdminProps): React.ReactNode {
  const published = useLoaded(async (signal) => ({ head: await readPublished(signal) }), []);
  return (
    <div className="admin">
      <section className="card" aria-label="Published">
        <h1>What is loaded into {model}</h1>
        <WhenLoaded loaded={published} what="what is published">
          {({ head }) => <p>{head === undefined ? "Nothing is published yet." : sayPublished(head)}</p>}
        </WhenLoaded>
      </section>
      <section className="card" aria-labelledby="admin-sources">
        <h2 id="admin-sources">Sources</h2>
        <p className="small muted">
          Records a month. Stripes are the part that is in quarantine; “–” is a month for which nothing came.
        </p>
        <Sources />
      </section>
      <section className="card" aria-labelledby="admin-quarantine">
        <h2 id="admin-quarantine">In quarantine</h2>
        <QuarantineList />
      </section>
      <section className="card" aria-labelledby="admin-runs">
        <h2 id="admin-runs">Runs</h2>
        <Runs />
      </section>
    </div>
  );
}

function sayPublished(head: Run): string {
  const { added, changed, removed } = head.rows;
  const rows = `${showCount(added)} ${added === 1 ? "row" : "rows"} added, ${showCount(changed)} changed, ${showCount(removed)} removed`;
  return `Readers see run ${head.id} (${sayDrop(head)}), published ${sayTime(head.finished ?? head.started)}: ${rows}.`;
}
