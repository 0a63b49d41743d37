// Moments of a hydrate run -> what is being done now, how far it is, how fast it goes and how long it will take.
import type { HydrateEvent, HydrateStep } from "../../hydrate/index.ts";

/** One file or table of the step under way. */
export interface Part {
  readonly name: string;
  readonly done: boolean;
  /** Bytes gone through, and to go through when that is known. */
  readonly bytes: number;
  readonly bytesTotal: number | undefined;
  readonly records: number;
  readonly seconds: number;
}

/** A run as it is at one moment. */
export interface Track {
  readonly drop: string;
  readonly step: HydrateStep;
  readonly about: string | undefined;
  readonly place: HydrateEvent["place"];
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly records: number;
  /** How long this step has taken. */
  readonly seconds: number;
  /** Bytes a second in this step; undefined for steps that do not go through bytes, and while it is too early to tell. */
  readonly rate: number | undefined;
  /** Seconds until this step is done; undefined while nobody can tell. */
  readonly left: number | undefined;
  /** The files or tables of this step so far, in their order. */
  readonly parts: readonly Part[];
}

interface OpenPart {
  readonly name: string;
  readonly started: number;
  readonly bytesBefore: number;
  readonly recordsBefore: number;
  readonly bytesTotal: number | undefined;
}

/** Steps in which bytes go by; in the others the counts merely stand there. */
const COUNTS_BYTES: ReadonlySet<HydrateStep> = new Set(["open", "land", "upload", "copy"]);
/** Before so many seconds and such a share are gone, a time left would be a guess. */
const TOO_EARLY = { seconds: 1, share: 0.02 };

/**
 * @param clock milliseconds that only ever grow
 * @returns where to tell moments, and where to ask how the run stands
 */
export function createTracker(clock: () => number): {
  hear(event: HydrateEvent): void;
  now(): Track | undefined;
} {
  let latest: HydrateEvent | undefined;
  let stepStarted = 0;
  let parts: Part[] = [];
  let part: OpenPart | undefined;
  let sizes: ReadonlyMap<string, number> = new Map();

  const seconds = (since: number): number => (clock() - since) / 1000;
  const partNow = (event: HydrateEvent, open: OpenPart, done: boolean): Part => ({
    name: open.name,
    done,
    bytes: COUNTS_BYTES.has(event.step) ? event.bytesDone - open.bytesBefore : 0,
    bytesTotal: open.bytesTotal,
    records: event.records - open.recordsBefore,
    seconds: seconds(open.started),
  });
  const closePart = (): void => {
    if (part !== undefined && latest !== undefined) parts.push(partNow(latest, part, true));
    part = undefined;
  };
  return {
    hear(event) {
      const sameStep = latest?.drop === event.drop && latest.step === event.step;
      if (!sameStep) {
        closePart();
        // What the files hold was seen when they were opened; landing goes through the same bytes again.
        if (latest?.step === "open" && latest.drop === event.drop)
          sizes = new Map(parts.map((one) => [one.name, one.bytes]));
        else if (latest?.drop !== event.drop) sizes = new Map();
        parts = [];
        stepStarted = clock();
      }
      if (event.about !== part?.name) {
        const before = sameStep ? latest : undefined;
        closePart();
        part =
          event.about === undefined
            ? undefined
            : {
                name: event.about,
                started: clock(),
                bytesBefore: before?.bytesDone ?? 0,
                recordsBefore: before?.records ?? (COUNTS_BYTES.has(event.step) ? 0 : event.records),
                bytesTotal: COUNTS_BYTES.has(event.step) ? sizes.get(event.about) : undefined,
              };
      }
      latest = event;
    },
    now() {
      if (latest === undefined) return undefined;
      const event = latest;
      const spent = seconds(stepStarted);
      const counts = COUNTS_BYTES.has(event.step) && event.bytesTotal > 0;
      const share = counts ? Math.min(1, event.bytesDone / event.bytesTotal) : 0;
      const early = spent < TOO_EARLY.seconds || share < TOO_EARLY.share;
      return {
        drop: event.drop,
        step: event.step,
        about: event.about,
        place: event.place,
        bytesDone: counts ? event.bytesDone : 0,
        bytesTotal: counts ? event.bytesTotal : 0,
        records: event.records,
        seconds: spent,
        rate: counts && !early ? event.bytesDone / spent : undefined,
        left: counts && !early ? (spent / share) * (1 - share) : undefined,
        parts: part === undefined ? parts : [...parts, partNow(event, part, false)],
      };
    },
  };
}
