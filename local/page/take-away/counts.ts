// A query -> how many rows its files will have, asked for when somebody wants to know.
import { useEffect, useState } from "react";
import type { LookerQuery } from "../props.ts";
import { Failure } from "../server/failure.ts";
import { getJson } from "../server/request.ts";
import { countAddress, type FileFormat, type Scope } from "./address.ts";

/** How many rows a file will have. */
export interface FileCount {
  readonly rows: number;
  /** By a file's ending: whether it cannot hold them all. */
  readonly truncated: Readonly<Record<FileFormat["ending"], boolean>>;
}

/** Known, on its way, or the reason why there is no such file. */
export type Counting = FileCount | "counting" | Failure;

/** @param wanted nothing is asked before it is true */
export function useCounts(query: LookerQuery, wanted: boolean): Readonly<Record<Scope, Counting>> {
  return { answer: useCount(query, "answer", wanted), rows: useCount(query, "rows", wanted) };
}

function useCount(query: LookerQuery, scope: Scope, wanted: boolean): Counting {
  const address = countAddress(query, scope);
  const [found, setFound] = useState<{ readonly address: string; readonly counting: Counting }>();
  useEffect(() => {
    if (!wanted) return undefined;
    const stop = new AbortController();
    const tell = (counting: Counting): void => {
      if (!stop.signal.aborted) setFound({ address, counting });
    };
    getJson<FileCount>(address, stop.signal).then(tell, (error: unknown) =>
      tell(error instanceof Failure ? error : new Failure("fault", "The rows could not be counted.")),
    );
    return () => stop.abort();
  }, [address, wanted]);
  return found?.address === address ? found.counting : "counting";
}
