// The one door of hydrate: drops become tables, and the ledger can be asked.
export { readLedger, type LedgerHead } from "./data-as-of.ts";
export { FAULT_CODES, type FaultCode } from "./record/decode.ts";
export type { HydrateEvent, HydrateStep, Progress } from "./event.ts";
export { OverBudget } from "./budget.ts";
export { EVENT_LINE, type EventLine, lineOfEnd, lineOfEvent, linesOfWorries } from "./event-line.ts";
export { type Delivery, readDeliveries } from "./history/deliveries.ts";
export { type History, readHistory } from "./history/open.ts";
export {
  listQuarantine,
  type QuarantinedGroup,
  type QuarantineFilter,
  type QuarantineList,
  quarantinedRecords,
  type SettledGroup,
} from "./history/quarantine.ts";
export { readRun, type RunDetail } from "./history/run.ts";
export { listRuns, RUN_STATES, type RunFilter, type RunLine } from "./history/runs.ts";
export {
  type HydrateStatus,
  readStatus,
  readWorking,
  type SourceStatus,
  type Working,
} from "./history/status.ts";
export { type RecordPlace, type Trace, type TracedRecord, traceRow } from "./history/trace.ts";
export { type Backfill, planBackfill, readSpan } from "./backfill.ts";
export { generations } from "./generations.ts";
export type { WarehouseOptions } from "./held.ts";
export { hydrate, type HydrateOptions } from "./hydrate.ts";
export { type ListedDrop, listDrops } from "./listing.ts";
export { openMetrics, readMetrics } from "./metrics.ts";
export { planDrop } from "./plan.ts";
export { type RehearsedDrop, rehearseDrops } from "./rehearse.ts";
export { replayQuarantine, type ReplayOptions, type ReplayReport } from "./replay.ts";
export { type ExportedRun, exportQuarantine } from "./replay/export.ts";
export { rollback, type RollbackOptions } from "./rollback.ts";
export { watchDrops, type WatchMoment, type WatchOptions } from "./watch.ts";
export type {
  BudgetReport,
  CoercionReport,
  DriftReport,
  DropReport,
  FileReport,
  Generation,
  HydrateReport,
  PlannedDrop,
  PlanReport,
  QuarantineReport,
  RecordCounts,
  RollbackReport,
  TableReport,
  UnusualReport,
} from "./outcome.ts";
export { pipelineFrom, PIPELINE_VARIABLES, type PipelineSettings } from "./warehouse/redshift/settings.ts";
export { conservationLine, driftLines, dropLines, reportLines } from "./report.ts";
export { readAccepted } from "./trust/accepted.ts";
export type { Accepted } from "./trust/chain.ts";
export { type DeliveredFile, type DeliveredFolder, deliverDrops } from "./trust/deliver.ts";
export { FINDINGS, type Finding, type FindingCode } from "./trust/finding.ts";
export {
  dayOf,
  type KeyState,
  newKey,
  type PrivateKey,
  readKey,
  stateOfKey,
  trustLine,
  writeKey,
} from "./trust/keys.ts";
export { MANIFEST_NAME, SIGNATURE_NAME } from "./trust/manifest.ts";
export { refusedSentence, verifiedLines } from "./trust/report.ts";
export { signFolder, type SignOptions, type SignedFolder } from "./trust/sign.ts";
export { type VerifiedDrop, verifyDrops, type VerifyOptions } from "./trust/verify.ts";
