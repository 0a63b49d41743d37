// Values with their places in each group -> the value at a percentile.

/**
 * The columns that give each value its place: of n known values of the group the smallest has place 1, the largest n.
 * @param groups the columns that make the group
 */
export function placeAndKnown(value: string, groups: readonly string[]): readonly string[] {
  const group = groups.length === 0 ? "" : `PARTITION BY ${groups.join(", ")}`;
  // What is not known comes last, so the known values have the first places.
  return [
    `ROW_NUMBER() OVER (${group === "" ? "" : `${group} `}ORDER BY ${value}) AS ${value}_place`,
    `COUNT(${value}) OVER (${group}) AS ${value}_known`,
  ];
}

/**
 * The percentile as PERCENTILE_CONT has it, exact: its place is 1 + share * (n - 1), and where that lies between two
 * places, each of the two values weighs the more the nearer it is (SQL:2003, "inverse distribution functions").
 * PERCENTILE_CONT itself works on doubles in Postgres, and in Redshift it errs on long decimals and may not stand
 * beside another of its kind that sorts by something else.
 * @param value the name of a column that has its place and number of known values beside it
 * @param weight writes how much a value weighs, given its SQL (from 0 to 1) and how many decimals it has
 */
export function atPercentile(
  value: string,
  percentile: number,
  weight: (sql: string, decimals: number) => string,
): string {
  const share = shareOf(percentile);
  const away = `ABS(${value}_place - 1 - ${share} * (${value}_known - 1))`;
  const weighed = weight(`1 - ${away}`, share.split(".")[1]?.length ?? 0);
  return `SUM(CASE WHEN ${away} < 1 THEN ${value} * ${weighed} END)`;
}

/** The hundredth part, by its digits, so that none is rounded. */
function shareOf(percentile: number): string {
  const [whole = "", decimals = ""] = String(percentile).split(".");
  const digits = whole.padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${decimals}`.replace(/\.?0+$/, "");
}
