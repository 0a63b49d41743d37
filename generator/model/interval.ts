// The units that spans of time are counted in.

/** The units a span of time is counted in, Looker's names, shortest first. */
export const INTERVALS = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"] as const;
/** One of Looker's intervals (https://docs.cloud.google.com/looker/docs/reference/param-field-dimension-group#intervals). */
export type Interval = (typeof INTERVALS)[number];

/** How many seconds an interval lasts, of those that last always equally long. */
export const INTERVAL_SECONDS = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const;
