// A question -> the form it is asked with: its selectors, metric, aggregation and groups are the blanks.
import { type FormEvent, type ReactNode, useId } from "react";
import type { Question, SheetExample, Timeframe } from "../props.ts";
import {
  choosesItsGroups,
  grainOf,
  grainsOf,
  withAggregation,
  withChosen,
  withGrain,
  withGroup,
  withMetric,
  withPeriod,
  withSplit,
} from "../question/blanks.ts";
import { metricOf, whyNot } from "../question/named.ts";
import { examplesOf, fromExample } from "../question/start.ts";
import { capitalised, inSentence } from "../words/label.ts";
import { useRunKeys } from "../frame/platform.ts";
import { Chips, type Unknown } from "./chips.tsx";
import { PeriodBlank } from "./period.tsx";
import { NOTHING_CHOSEN, Selector } from "./selector.tsx";

/** What the form is drawn from. */
export interface AskFormProps {
  readonly model: string;
  readonly question: Question;
  readonly unknown: Unknown;
  /** What had to be chosen differently, in words. */
  readonly told: string | undefined;
  readonly onChange: (question: Question, told?: string) => void;
  readonly onRun: () => void;
  /** Whether the examples stand below it; elsewhere on an empty page. */
  readonly withExamples: boolean;
  /** The address of a question, for links that can be opened beside. */
  readonly addressOf: (question: Question) => string;
  readonly onOpen: (question: Question) => void;
}

/** Always a question that can be asked, so that Run never has nothing to do. */
export function AskForm({
  model,
  question,
  unknown,
  told,
  withExamples,
  onChange,
  onRun,
  addressOf,
  onOpen,
}: AskFormProps) {
  const { form } = question;
  const runKeys = useRunKeys();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onRun();
  };
  const metric = metricOf(question);
  const grains = grainsOf(question);
  const itsGroups = choosesItsGroups(question);
  return (
    <form id="question" className="card ask" aria-label="Question" onSubmit={submit}>
      <div className="blanks">
        {form.selectors.map((selector) => (
          <Selector
            key={`${form.name} ${selector.name}`}
            selector={selector}
            of={{ model, explore: form.explore, field: selector.field }}
            chosen={question.chosen[selector.name] ?? NOTHING_CHOSEN}
            onChange={(chosen) => onChange(withChosen(question, selector.name, chosen))}
            onRun={onRun}
          />
        ))}
        <Select
          label="Metric"
          value={question.metric}
          onChange={(name) => {
            const filled = withMetric(question, name);
            onChange(filled.question, filled.told);
          }}
        >
          {form.metrics.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
        <Select
          label="Aggregation"
          value={question.aggregation}
          onChange={(name) => onChange(withAggregation(question, name))}
        >
          {form.aggregations.map(({ name, label }) => {
            const reason = whyNot(metric, name);
            return (
              <option key={name} value={name} disabled={reason !== undefined}>
                {reason === undefined ? label : `${label} – ${reason}`}
              </option>
            );
          })}
        </Select>
        <button type="submit" className="run">
          Run {runKeys === undefined ? null : <kbd aria-hidden="true">{runKeys}</kbd>}
        </button>
      </div>
      <div className="row finer">
        <Select
          label="Group by"
          small
          value={question.by ?? ""}
          onChange={(name) => onChange(withGroup(question, name === "" ? undefined : name))}
        >
          {form.groups.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
          <option value="">Nothing: one figure</option>
        </Select>
        {grains.length < 2 ? null : (
          <Select
            label="Grain"
            small
            value={grainOf(question) ?? ""}
            onChange={(grain) => onChange(withGrain(question, grain as Timeframe))}
          >
            {grains.map((grain) => (
              <option key={grain} value={grain}>
                {grain === "date" ? "Day" : capitalised(grain)}
              </option>
            ))}
          </Select>
        )}
        {question.by === undefined || form.groups.length < 2 ? null : (
          <Select
            label="Side by side"
            small
            value={question.split ?? ""}
            onChange={(name) => onChange(withSplit(question, name === "" ? undefined : name))}
          >
            <option value="">Nothing</option>
            {form.groups
              .filter(({ name }) => name !== question.by)
              .map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
          </Select>
        )}
        {form.times.map((time) => (
          <PeriodBlank
            key={time.name}
            time={time}
            period={question.periods[time.name]}
            onChange={(period) => onChange(withPeriod(question, time.name, period))}
          />
        ))}
        {itsGroups === undefined ? null : (
          <label className="small tickbox">
            <input
              type="checkbox"
              checked={question.onlyChosen}
              onChange={({ target }) => onChange({ ...question, onlyChosen: target.checked })}
            />
            Only the chosen {inSentence(itsGroups)} as rows
          </label>
        )}
      </div>
      <Chips question={question} unknown={unknown} onChange={onChange} />
      <p className="small warned" role="status">
        {told}
      </p>
      {withExamples ? <Examples question={question} addressOf={addressOf} onOpen={onOpen} /> : null}
    </form>
  );
}

function Examples({ question, addressOf, onOpen }: Pick<AskFormProps, "question" | "addressOf" | "onOpen">) {
  const examples = examplesOf(question.form);
  if (examples.length === 0) return null;
  return (
    <div className="examples small">
      <span className="muted">For example</span>
      <ul>
        {examples.map((example) => (
          <li key={example.title}>
            <ExampleLink example={example} question={question} addressOf={addressOf} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A question of the model's own; opened beside as any link. */
export function ExampleLink({
  example,
  question,
  addressOf,
  onOpen,
}: Pick<AskFormProps, "question" | "addressOf" | "onOpen"> & { readonly example: SheetExample }) {
  const asked = fromExample(question.form, example);
  return (
    <a
      href={addressOf(asked)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        onOpen(asked);
      }}
    >
      {example.title}
    </a>
  );
}

function Select({
  label,
  value,
  small = false,
  onChange,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly small?: boolean;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <div className={small ? "blank small" : "blank"}>
      <label htmlFor={id}>{label}</label>
      <span className="select">
        <select id={id} className="control" value={value} onChange={({ target }) => onChange(target.value)}>
          {children}
        </select>
        <span aria-hidden="true" className="caret" />
      </span>
    </div>
  );
}
