// A failure -> what is wrong and what to do next, on the page.
import { useEffect, useState } from "react";
import type { Failure } from "../server/failure.ts";
import { InCode } from "../words/in-code.tsx";
import { adviceFor } from "./advice.ts";

/** @param props.title the question that was not answered */
export function Failed({
  title,
  failure,
  onAgain,
}: {
  readonly title: string;
  readonly failure: Failure;
  readonly onAgain: () => void;
}) {
  const { headline, said, next, action } = adviceFor(failure);
  const { request, seconds } = failure.details;
  return (
    <>
      <h1>{title}</h1>
      <div className="trouble" role="alert">
        <h2>{headline}</h2>
        {said === undefined ? null : (
          <p>
            <InCode text={said} />
          </p>
        )}
        {next.length === 0 ? null : next.length === 1 ? (
          <p>{next[0]}</p>
        ) : (
          <ul>
            {next.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
        <p className="row">
          {action === "run again" ? <Again seconds={seconds ?? 0} onAgain={onAgain} /> : null}
          {action === "log in" ? (
            <button type="button" className="quiet" onClick={logIn}>
              Log in
            </button>
          ) : null}
          {action === "reload" ? (
            <button type="button" className="quiet" onClick={() => location.reload()}>
              Reload
            </button>
          ) : null}
        </p>
        {request === undefined ? null : <p className="small muted">Request {request}</p>}
      </div>
    </>
  );
}

/** Back to the question after the login: the server takes the address along. */
function logIn(): void {
  location.assign(`/login?to=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Counts down where the server said when there is room. */
function Again({ seconds, onAgain }: { readonly seconds: number; readonly onAgain: () => void }) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return (
    <button type="button" className="quiet" onClick={onAgain}>
      {left > 0 ? `Run again (${left} s)` : "Run again"}
    </button>
  );
}
