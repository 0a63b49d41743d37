// A link that asks for what is not here -> what that is; nothing was asked.
import { countUnknown } from "../ask/checked.ts";
import type { Unknown } from "../ask/chips.tsx";
import type { Question } from "../props.ts";
import { counted } from "../words/label.ts";

/** @param props.onWithout asks the question without the values that are not known */
export function Refused({
  question,
  unknown = {},
  troubles = [],
  onWithout,
}: {
  readonly question: Question;
  readonly unknown?: Unknown;
  readonly troubles?: readonly string[];
  readonly onWithout?: (() => void) | undefined;
}) {
  const count = countUnknown(unknown);
  return (
    <>
      <h1>This link asks for something that is not here</h1>
      <div className="trouble" role="alert">
        {troubles.map((trouble) => (
          <p key={trouble}>{trouble}</p>
        ))}
        <ul>
          {question.form.selectors.flatMap((selector) =>
            Object.entries(unknown[selector.name] ?? {}).map(([value, near]) => (
              <li key={`${selector.name} ${value}`}>
                {selector.label}: there is no “{value}”.{near === null ? "" : ` Did you mean “${near}”?`}
              </li>
            )),
          )}
        </ul>
        <p>
          {count === 0
            ? "The form above is filled in as usual. Press Run to ask that."
            : "Nothing was asked. What is not known is red above: take it out or choose another, then press Run."}
        </p>
        {count === 0 || onWithout === undefined ? null : (
          <p className="row">
            <button type="button" className="quiet" onClick={onWithout}>
              Ask without {counted(count, { one: "unknown value", many: "unknown values" })}
            </button>
          </p>
        )}
      </div>
    </>
  );
}
