// A time of the form -> two days between which rows are wanted, as native date fields.
import { useEffect, useId, useRef, useState } from "react";
import type { Period, SheetTime } from "../props.ts";
import { isDay } from "../question/period.ts";
import { capitalised } from "../words/label.ts";
import { sayPeriod } from "../words/sentence.ts";

/** @param props.period what is chosen now; undefined for any time */
export function PeriodBlank({
  time,
  period,
  onChange,
}: {
  readonly time: SheetTime;
  readonly period: Period | undefined;
  readonly onChange: (period: Period) => void;
}) {
  const now: Period = period ?? { from: undefined, to: undefined };
  const id = useId();
  const place = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return undefined;
    const press = (event: PointerEvent): void => {
      if (event.target instanceof Node && place.current?.contains(event.target) === false) setOpen(false);
    };
    document.addEventListener("pointerdown", press);
    return () => document.removeEventListener("pointerdown", press);
  }, [isOpen]);
  const wrong = now.from !== undefined && now.to !== undefined && now.to < now.from;
  return (
    <div className="blank small">
      <span id={`${id}-label`} className="label">
        {time.label}
      </span>
      <details
        className="period"
        ref={place}
        open={isOpen}
        onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !isOpen) return;
          setOpen(false);
          place.current?.querySelector("summary")?.focus();
        }}
        onBlur={({ relatedTarget }) => {
          // Tab leads out of it; a press on what takes no focus is looked at above.
          if (relatedTarget !== null && place.current?.contains(relatedTarget) === false) setOpen(false);
        }}
      >
        <summary className="control small" aria-labelledby={`${id}-label ${id}-value`}>
          <span id={`${id}-value`}>{period === undefined ? "Any time" : capitalised(sayPeriod(period))}</span>
          <span aria-hidden="true" className="caret" />
        </summary>
        <div className="period-days">
          <Day label={`${time.label} from`} day={now.from} onDay={(from) => onChange({ ...now, from })} />
          <Day label={`${time.label} to`} day={now.to} onDay={(to) => onChange({ ...now, to })} />
          {period === undefined ? null : (
            <button
              type="button"
              className="quiet"
              onClick={() => onChange({ from: undefined, to: undefined })}
            >
              Any time
            </button>
          )}
          {wrong ? (
            <p className="small warned" role="alert">
              It ends before it begins, so nothing matches.
            </p>
          ) : null}
        </div>
      </details>
    </div>
  );
}

/** What is being typed is kept until it is a day. */
function Day({
  label,
  day,
  onDay,
}: {
  readonly label: string;
  readonly day: string | undefined;
  readonly onDay: (day: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(day ?? "");
  useEffect(() => setTyped(day ?? ""), [day]);
  return (
    <label className="small">
      {label}
      <input
        type="date"
        className="control"
        min="0001-01-01"
        max="9999-12-31"
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          if (target.value === "") onDay(undefined);
          else if (isDay(target.value)) onDay(target.value);
        }}
      />
    </label>
  );
}
