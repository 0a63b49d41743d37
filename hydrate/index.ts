// The one door of hydrate: drops become tables, and the ledger can be asked.
export { readLedger, type LedgerHead } from "./data-as-of.ts";
export { FAULT_CODES, type FaultCode } from "./record/decode.ts";
export type { HydrateEvent, HydrateStep } from "./event.ts";
export { hydrate, type HydrateOptions } from "./hydrate.ts";
export type {
  CoercionReport,
  DropReport,
  FileReport,
  HydrateReport,
  QuarantineReport,
  RecordCounts,
  TableReport,
} from "./outcome.ts";
export { conservationLine, dropLines, reportLines } from "./report.ts";
