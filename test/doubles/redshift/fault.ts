// Faults to happen on purpose: when a connection is cut, and which transaction cannot be as if it were alone.
import { makeWaiting, type Timed, type Waiting } from "../faults.ts";

/** What goes wrong, once. */
export type FaultKind =
  /** The connection is cut when the first file of a COPY was read; nothing of the transaction stays. */
  | "cut_in_copy"
  /** The connection is cut when COMMIT arrives; nothing of the transaction stays. */
  | "cut_before_commit"
  /** The connection is cut when COMMIT was done and not yet answered; all of the transaction stays. */
  | "cut_after_commit"
  /** COMMIT fails with error 1023; nothing of the transaction stays. */
  | "conflict";

/** A fault in waiting. */
export interface Fault extends Timed {
  readonly kind: FaultKind;
  /** Hits only a transaction (for `cut_in_copy`: a COPY) with a statement that holds this text. */
  readonly with?: string;
}

/** The faults of one double: asked for the kinds that can happen now, and the statements of the transaction. */
export type Faults = Waiting<Fault, readonly [kinds: readonly FaultKind[], statements: readonly string[]]>;

/** No fault in waiting. */
export function makeFaults(): Faults {
  return makeWaiting(
    ({ kind, with: text }, kinds, statements) =>
      kinds.includes(kind) &&
      (text === undefined || statements.some((statement) => statement.includes(text))),
  );
}
