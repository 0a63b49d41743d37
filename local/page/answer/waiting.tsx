// A question under way -> that it is, for how long, and the way to stop it; said only when it takes a while.
import { useEffect, useState } from "react";

const PATIENCE_MS = 300;
const TICK_MS = 100;

/**
 * @param props.title what is asked, where another answer is in sight
 * @param props.since the beginning, on the clock of `performance.now`
 */
export function Waiting({
  title,
  since,
  onCancel,
}: {
  readonly title: string | undefined;
  readonly since: number;
  readonly onCancel: () => void;
}) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [since]);
  const ms = now - since;
  if (ms < PATIENCE_MS) return null;
  return (
    <div className="waiting">
      <p>
        <span role="status">Asking the database…</span>{" "}
        {title === undefined ? null : <span className="muted">{title}</span>}
      </p>
      <p className="row">
        <span className="muted" aria-hidden="true">
          {(ms / 1000).toLocaleString(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s
        </span>
        <button type="button" className="quiet" onClick={onCancel}>
          Cancel
        </button>
      </p>
    </div>
  );
}

/** Where an answer will stand while there is none yet. */
export function Placeholder() {
  return (
    <div className="placeholder" aria-hidden="true">
      <span />
      <span />
      <span />
      <span />
    </div>
  );
}
