// Parts of a point in time that a dimension group can offer, Looker's names, finest first.

/** Every timeframe (https://docs.cloud.google.com/looker/docs/reference/param-field-dimension-group#timeframes) */
export const TIMEFRAMES = [
  "raw",
  "time",
  "time_of_day",
  "microsecond",
  "millisecond",
  "millisecond2",
  "millisecond4",
  "millisecond5",
  "millisecond8",
  "millisecond10",
  "millisecond20",
  "millisecond25",
  "millisecond40",
  "millisecond50",
  "millisecond100",
  "millisecond125",
  "millisecond200",
  "millisecond250",
  "millisecond500",
  "second",
  "minute",
  "minute2",
  "minute3",
  "minute4",
  "minute5",
  "minute6",
  "minute10",
  "minute12",
  "minute15",
  "minute20",
  "minute30",
  "hour",
  "hour_of_day",
  "hour2",
  "hour3",
  "hour4",
  "hour6",
  "hour8",
  "hour12",
  "date",
  "day_of_week",
  "day_of_week_index",
  "day_of_month",
  "day_of_year",
  "week",
  "week_of_year",
  "month",
  "month_num",
  "month_name",
  "fiscal_month_num",
  "quarter",
  "quarter_of_year",
  "fiscal_quarter",
  "fiscal_quarter_of_year",
  "year",
  "fiscal_year",
] as const;
/** One of Looker's timeframes. */
export type Timeframe = (typeof TIMEFRAMES)[number];

/** The days of the week, Looker's names for `week_start_day`. */
export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
/** A day of the week. */
export type Weekday = (typeof WEEKDAYS)[number];

/** How times are cut: Looker's `week_start_day` and `fiscal_month_offset`. */
export interface Calendar {
  readonly weekStart: Weekday;
  /** How many months after January the fiscal year starts; below 0, before. */
  readonly fiscalMonthOffset: number;
}

/** Looker's own: weeks from Monday, fiscal years from January. */
export const USUAL_CALENDAR: Calendar = { weekStart: "monday", fiscalMonthOffset: 0 };
