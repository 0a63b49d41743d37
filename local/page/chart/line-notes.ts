// A line through time -> what must be said beside it: its gaps, what lies outside it, the lines that share a colour.
import { nameGroup, nameTime } from "../words/group-name.ts";
import { showCount } from "../words/figure.ts";
import { inSentence } from "../words/label.ts";
import type { ChartAxis, ChartData, Timeframe } from "../props.ts";
import type { Series } from "./series.ts";

/** So many times are named in a sentence. */
const FEW = 4;

/** What a timeframe is called in words: one of them, and several. */
const TIMES: Readonly<Record<Timeframe, readonly [string, string]>> = {
  raw: ["day", "days"],
  date: ["day", "days"],
  week: ["week", "weeks"],
  month: ["month", "months"],
  quarter: ["quarter", "quarters"],
  year: ["year", "years"],
};

/**
 * @param group of the data; a time
 * @returns sentences: where and why the line has gaps, what it leaves out, and what stands for several
 */
export function lineNotes(
  data: ChartData,
  group: ChartAxis,
  {
    series,
    along,
    at,
    outside,
  }: {
    readonly series: readonly Series[];
    readonly along: readonly number[];
    readonly at: (one: Series, place: number) => number | undefined;
    /** Times before and after all that is known. */
    readonly outside: readonly (string | null)[];
  },
): readonly string[] {
  const [one, many] = TIMES[group.timeframe ?? "date"];
  const measure = inSentence(data.measure.label);
  const gaps = along.filter((place) => series.every((each) => at(each, place) === undefined));
  const named = someOf(gaps.map((place) => nameTime(place, group)));
  const rest = series.filter((each) => each.colour === undefined).length;
  return [
    ...(gaps.length === 0
      ? []
      : [
          gaps.length === 1
            ? `No ${measure} is known for one ${one}, ${named}: the line has a gap there.`
            : `No ${measure} is known for ${showCount(gaps.length)} ${many} (${named}): the line has gaps there.`,
        ]),
    ...(outside.length === 0
      ? []
      : [
          `The line begins and ends where ${measure} is known; ${someOf(outside.map((key) => nameGroup(key, group)))} ${outside.length === 1 ? "is" : "are"} left out.`,
        ]),
    ...(data.points.some(({ key }) => key === null)
      ? [`What has no known ${inSentence(group.label)} is not on it.`]
      : []),
    ...(rest === 0 ? [] : [`The grey lines are ${showCount(rest)} others; the table names them.`]),
    ...(data.cut ? ["There are more rows than this line shows."] : []),
  ];
}

/** The first few of many names. */
function someOf(names: readonly string[]): string {
  return names.length > FEW ? `${names.slice(0, FEW).join(", ")} and others` : names.join(", ");
}
