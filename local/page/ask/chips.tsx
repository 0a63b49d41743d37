// What is chosen in the selectors -> chips that say it and take it away; what the data does not know is red.
import type { Chosen, Question, SheetSelector } from "../props.ts";
import { withChosen } from "../question/blanks.ts";
import { inSentence } from "../words/label.ts";
import { Segment, NOTHING_CHOSEN } from "./selector.tsx";

/** Values of a link that the data does not have: by selector, the value and what is most like it. */
export type Unknown = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** @param props.onChange gets the question without what was taken away */
export function Chips({
  question,
  unknown,
  onChange,
}: {
  readonly question: Question;
  readonly unknown: Unknown;
  readonly onChange: (question: Question) => void;
}) {
  const used = question.form.selectors.flatMap((selector) => {
    const chosen = question.chosen[selector.name];
    return chosen === undefined ? [] : [{ selector, chosen }];
  });
  if (used.length === 0) return null;
  return (
    <>
      {used.map(({ selector, chosen }) => (
        <ChipsOf
          key={selector.name}
          selector={selector}
          chosen={chosen}
          unknown={unknown[selector.name] ?? {}}
          onChange={(next) => onChange(withChosen(question, selector.name, next))}
        />
      ))}
    </>
  );
}

function ChipsOf({
  selector,
  chosen,
  unknown,
  onChange,
}: {
  readonly selector: SheetSelector;
  readonly chosen: Chosen;
  readonly unknown: Readonly<Record<string, string | null>>;
  readonly onChange: (chosen: Chosen) => void;
}) {
  const { included, excluded, match } = chosen;
  const without = (value: string): Chosen => ({
    ...chosen,
    included: included.filter((one) => one !== value),
    excluded: excluded.filter((one) => one !== value),
  });
  const instead = (value: string, near: string): Chosen => {
    const swap = (values: readonly string[]): readonly string[] => [
      ...new Set(values.map((one) => (one === value ? near : one))),
    ];
    return { ...chosen, included: swap(included), excluded: swap(excluded) };
  };
  return (
    <div className="row chosen" role="group" aria-label={`Chosen: ${selector.label}`}>
      <span className="small muted">{selector.label}</span>
      {selector.allOfFilter === undefined || included.length < 2 ? null : (
        <fieldset className="segments">
          <legend className="unseen">{selector.label}: rows with</legend>
          <Segment
            name={`match-${selector.name}`}
            label="any of"
            checked={match === "any"}
            onCheck={() => onChange({ ...chosen, match: "any" })}
          />
          <Segment
            name={`match-${selector.name}`}
            label="all of"
            checked={match === "all"}
            onCheck={() => onChange({ ...chosen, match: "all" })}
          />
        </fieldset>
      )}
      {[...included, ...excluded].map((value) => (
        <Chip
          key={value}
          value={value}
          excluded={excluded.includes(value)}
          near={Object.hasOwn(unknown, value) ? unknown[value] : undefined}
          onRemove={() => onChange(without(value))}
          onNear={(near) => onChange(instead(value, near))}
        />
      ))}
      {included.length + excluded.length < 3 ? null : (
        <button type="button" className="link small" onClick={() => onChange(NOTHING_CHOSEN)}>
          Clear {inSentence(selector.label)}
        </button>
      )}
    </div>
  );
}

/** @param props.near what is most like a value that is not known; null when nothing is; undefined for one that is known */
function Chip({
  value,
  excluded,
  near,
  onRemove,
  onNear,
}: {
  readonly value: string;
  readonly excluded: boolean;
  readonly near: string | null | undefined;
  readonly onRemove: () => void;
  readonly onNear: (near: string) => void;
}) {
  const shown = value === "" ? "(empty)" : value;
  return (
    <span className={near === undefined ? (excluded ? "chip excluded" : "chip") : "chip unknown"}>
      <span>
        {near === undefined ? "" : "Unknown: "}
        {excluded ? "not " : ""}
        {shown}
      </span>
      {near === undefined || near === null ? null : (
        <button type="button" className="near" onClick={() => onNear(near)}>
          Use “{near}”
        </button>
      )}
      <button type="button" aria-label={`Remove ${shown}`} onClick={onRemove}>
        ×
      </button>
    </span>
  );
}
