// The door of the sample: three monthly drops of invented movies, in memory or on disk.
export type { CorrectionKind } from "./corrections.ts";
export { writeSampleDrops } from "./disk.ts";
export type { FaultKind } from "./entry.ts";
export { sampleDrops } from "./months.ts";
export type { SampleCorrection, SampleDrop, SampleFault, SampleOptions, SamplePlace } from "./months.ts";
