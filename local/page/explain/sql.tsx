// An answer -> the SQL that was run for it, laid out to be read, with its bound values, to copy.
import { useEffect, useState } from "react";
import { asSent } from "../answer/read-answer.ts";
import type { ExplainProps } from "../props.ts";
import { Failure } from "../server/failure.ts";
import { postJson } from "../server/request.ts";
import { Copy } from "../take-away/copy.tsx";
import { Highlighted } from "./highlight.tsx";

/** Until the laid-out text is there, and where the server does not give one, the SQL stands as it was run. */
export function Sql({ answer }: ExplainProps): React.ReactNode {
  const [laidOut, setLaidOut] = useState<{ readonly of: string; readonly text: string }>();
  useEffect(() => {
    const stop = new AbortController();
    postJson("/api/4.0/queries/run/sql", asSent(answer.query), stop.signal).then(
      ({ text }) => setLaidOut({ of: answer.sql, text }),
      (error: unknown) => {
        if (!(error instanceof Failure)) throw error;
      },
    );
    return () => stop.abort();
  }, [answer]);
  const sql = laidOut?.of === answer.sql ? laidOut.text : answer.sql;
  return (
    <div className="sql">
      <div className="sql-head">
        <p className="small muted">
          What the database was asked. <code>$1</code> and so on stand for the values written below each
          query.
        </p>
        <Copy label="Copy SQL" text={() => sql} />
      </div>
      <pre tabIndex={0} role="region" aria-label="SQL">
        <code>
          <Highlighted sql={sql} />
        </code>
      </pre>
    </div>
  );
}
