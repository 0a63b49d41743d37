// How many rows there are -> a button for each format, and before the click the words for what a format cannot hold.
import { showCount } from "../words/figure.ts";
import { listed } from "../words/sentence.ts";
import { Failure } from "../server/failure.ts";
import { FILE_FORMATS, type FileFormat } from "./address.ts";
import type { Counting, FileCount } from "./counts.ts";

/** `This table – 21 rows`, and the formats. */
export function FileChoice({
  title,
  count,
  onTake,
}: {
  readonly title: string;
  readonly count: Counting;
  readonly onTake: (format: FileFormat, count: FileCount) => void;
}): React.ReactNode {
  if (count instanceof Failure)
    return (
      <section>
        <h2>{title}</h2>
        <p className="words">{count.message}</p>
      </section>
    );
  if (count === "counting")
    return (
      <section aria-busy="true">
        <h2>{title} – counting…</h2>
      </section>
    );
  const short = [
    ...new Set(FILE_FORMATS.filter((one) => count.truncated[one.ending]).map((one) => one.name)),
  ];
  const whole = FILE_FORMATS.find((one) => !count.truncated[one.ending]);
  return (
    <section>
      <h2>
        {title} – {count.rows === 1 ? "1 row" : `${showCount(count.rows)} rows`}
      </h2>
      <div className="row">
        {FILE_FORMATS.map((format) => (
          <button
            key={format.name}
            type="button"
            className="quiet"
            aria-label={`${title} as ${format.name}${count.truncated[format.ending] ? ", incomplete" : ""}`}
            onClick={() => onTake(format, count)}
          >
            {format.name}
            {count.truncated[format.ending] ? " (incomplete)" : ""}
          </button>
        ))}
      </div>
      {short.length === 0 ? null : (
        <p className="words">
          {listed(short, "and")} cannot hold so many rows: the file would have the first of them only, and its
          name would begin with “incomplete”.{whole === undefined ? "" : ` ${whole.name} holds them all.`}
        </p>
      )}
    </section>
  );
}
