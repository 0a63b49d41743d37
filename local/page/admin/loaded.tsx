// A promise of something from the server -> the thing, that it is on its way, or why it did not come.
import { type DependencyList, type ReactNode, useEffect, useState } from "react";
import { Failure } from "../server/failure.ts";

/** Undefined while it is on its way. */
export type Loaded<Value> = Value | Failure | undefined;

/** @param about what the thing depends on; when one of them changes it is fetched anew */
export function useLoaded<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  about: DependencyList,
): Loaded<Value> {
  const [found, setFound] = useState<Loaded<Value>>();
  useEffect(() => {
    const stop = new AbortController();
    load(stop.signal).then(
      (value) => setFound((before) => (stop.signal.aborted ? before : value)),
      (error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        if (error.kind !== "cancelled") setFound(error);
      },
    );
    return () => stop.abort();
  }, about);
  return found;
}

/** The thing drawn, or words in its place. */
export function WhenLoaded<Value>({
  loaded,
  what,
  children,
}: {
  readonly loaded: Loaded<Value>;
  /** e.g. `the runs`. */
  readonly what: string;
  readonly children: (value: Value) => ReactNode;
}): ReactNode {
  if (loaded === undefined) return <p role="status">Looking up {what}…</p>;
  if (loaded instanceof Failure) return <p role="alert">{loaded.message}</p>;
  return children(loaded);
}
