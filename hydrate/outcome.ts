// What became of a drop: counts for its files and tables, what was quarantined, and what else is worth knowing.
import type { FaultCode } from "./record/decode.ts";
import type { Coercion } from "./record/scalar.ts";

/** What became of records. `read` = `loaded` + `collapsed` + `quarantined`, always. */
export interface RecordCounts {
  readonly read: number;
  readonly loaded: number;
  /** Said the same, value for value, as another record of the same key that was kept. */
  readonly collapsed: number;
  readonly quarantined: number;
}

/** What became of one file. */
export interface FileReport {
  readonly name: string;
  readonly source: string;
  readonly bytes: number;
  readonly records: RecordCounts;
}

/** How one table changed. */
export interface TableReport {
  readonly table: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Rows the drop brought that were there already with the same values. */
  readonly unchanged: number;
}

/** One reason for quarantine, with how many records it took. */
export interface QuarantineReport {
  readonly code: FaultCode;
  readonly column: string | undefined;
  readonly count: number;
  /** The first of them. */
  readonly example: {
    readonly file: string;
    readonly record: number;
    readonly line: number;
    readonly reason: string;
  };
}

/** How often values of a column were changed on reading. */
export interface CoercionReport {
  readonly source: string;
  readonly column: string;
  readonly coercion: Coercion;
  readonly cells: number;
}

/** A column that came otherwise than the model says; what that means is for the source's `contract` to say. */
export interface DriftReport {
  readonly source: string;
  readonly column: string;
  /** `retyped`: most of its values are not of their type any more. */
  readonly kind: "new" | "missing" | "retyped";
  /** The files it was seen in. */
  readonly files: readonly string[];
  /** A sentence without its full stop. */
  readonly said: string;
  /** For a new column: the type all its values fit, as the model would write it; undefined when all were empty. */
  readonly fits: string | undefined;
}

/** How many of a source's records could not be read, and how many might. Records beaten by another of their key do not count. */
export interface BudgetReport {
  readonly source: string;
  readonly read: number;
  readonly unreadable: number;
  /** The most records that the budget allows of those read. */
  readonly most: number;
  /** The budget as people say it: `5 %`, `100 records`. */
  readonly said: string;
  /** `accepted`: overrun, and taken anyway because that was asked for. */
  readonly verdict: "kept" | "accepted";
}

/** What is out of the ordinary by the runs before. */
export interface UnusualReport {
  /** Undefined when the whole run is meant. */
  readonly source: string | undefined;
  /** `smaller`, `larger`: in records; `slower`: in seconds. */
  readonly kind: "smaller" | "larger" | "slower";
  readonly now: number;
  /** The median of the runs before. */
  readonly usual: number;
  /** Of how many runs. */
  readonly runs: number;
  /** A sentence without its full stop. */
  readonly said: string;
}

/** What became of one drop. */
export interface DropReport {
  readonly drop: string;
  readonly period: string | undefined;
  /** `nothing_to_do`: all of it had been loaded before; `notes` say when. */
  readonly outcome: "published" | "nothing_to_do";
  /** The run's number in the ledger, when there was one. */
  readonly run: number | undefined;
  readonly records: RecordCounts;
  readonly files: readonly FileReport[];
  readonly tables: readonly TableReport[];
  /** The most frequent first. */
  readonly quarantine: readonly QuarantineReport[];
  readonly coercions: readonly CoercionReport[];
  readonly drift: readonly DriftReport[];
  /** One for each source that was loaded. */
  readonly budgets: readonly BudgetReport[];
  readonly unusual: readonly UnusualReport[];
  /** Sentences without their full stop. */
  readonly notes: readonly string[];
  readonly started: Date;
  readonly finished: Date;
}

/** What became of everything that was asked for. */
export interface HydrateReport {
  /** One for each drop, in the order they were hydrated. */
  readonly drops: readonly DropReport[];
}

/** What would become of one drop. */
export interface PlannedDrop extends Omit<DropReport, "outcome" | "run"> {
  /** `not_reached`: a drop before it would be refused, and so this one would not be begun. */
  readonly outcome: "would_publish" | "nothing_to_do" | "would_be_refused" | "not_reached";
  /** Why it would be refused, as `hydrate` would say it. */
  readonly refusal: string | undefined;
}

/** What would become of everything that was asked for, had it been hydrated now. */
export interface PlanReport {
  /** One for each drop, in the order they would be hydrated, each upon those before it. */
  readonly drops: readonly PlannedDrop[];
}

/** A run whose rows can be seen, or could be seen again. */
export interface Generation {
  readonly run: number;
  readonly drop: string;
  readonly period: string | undefined;
  /** `rolled_back`: not seen now. `abandoned`: rolled back, and then another drop was published. */
  readonly state: "published" | "rolled_back" | "abandoned";
  readonly finished: Date;
  /** Whether it is the run that readers see: the last of those published. */
  readonly head: boolean;
  /** Whether `rollback --to` can still bring the tables to it. */
  readonly reachable: boolean;
}

/** What a rollback, or the way forward again, has changed. */
export interface RollbackReport {
  /** Its own number in the ledger; undefined when the tables already were as asked. */
  readonly run: number | undefined;
  /** The run whose rows were seen before, and the one whose rows are seen now. */
  readonly from: number;
  readonly to: number;
  readonly tables: readonly TableReport[];
  /** Runs whose rows are not seen any more, and those whose rows are seen again. */
  readonly hidden: readonly number[];
  readonly shown: readonly number[];
  /** Sentences without their full stop. */
  readonly notes: readonly string[];
  readonly started: Date;
  readonly finished: Date;
}
