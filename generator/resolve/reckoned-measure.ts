// A measure that is taken from another one's values -> the measure, once it knows which and how.
import { COMPARISONS, type Measure, PERIODS } from "../model/field.ts";
import type { MeasureDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import type { Common } from "./measure-keys.ts";

/** What is reckoned from another measure is shown as that one, unless it says otherwise or is a share. */
export function withFormats(measures: readonly Measure[]): readonly Measure[] {
  return measures.map((measure) => {
    const isShown =
      measure.type === "running_total" ||
      measure.comparison?.kind === "previous" ||
      measure.comparison?.kind === "difference";
    if (!isShown || measure.format !== undefined || saysFormat(measure)) return measure;
    return { ...measure, format: measures.find((one) => one.name === measure.of)?.format };
  });
}

/** A measure that is reckoned from the values of another in an answer, row by row. */
export function reckonedMeasure(
  common: Common,
  draft: MeasureDraft,
  complaints: Complaints,
): readonly Measure[] {
  const { type, at } = common;
  const of = measureNamed(common, draft, complaints);
  const direction = (["row", "column"] as const).find((one) => one === draft.direction);
  if (draft.direction !== undefined && direction === undefined)
    complaints.unknownWord([...at, "direction"], "a direction", draft.direction, ["row", "column"]);
  // Looker's percentages are already times 100.
  const format = draft.format ?? (type === "running_total" || saysFormat(draft) ? undefined : "decimal_2");
  return [{ ...common, of, ...(direction === undefined ? {} : { direction }), filters: [], format }];
}

/** A measure that stands beside what it was some time before. */
export function comparedMeasure(
  common: Common,
  draft: MeasureDraft,
  complaints: Complaints,
): readonly Measure[] {
  const { name, at } = common;
  const of = measureNamed(common, draft, complaints);
  const word = <Word extends string>(key: "period" | "kind", known: readonly Word[]): Word | undefined => {
    const written = draft[key];
    const found = known.find((one) => one === written);
    if (written === undefined)
      complaints.add({
        code: "missing-key",
        at,
        onKey: true,
        message: `\`${name}\` does not say ${key === "period" ? "how far back it looks" : "what it makes of the value before"}`,
        hint: `add \`${key}:\` with one of ${known.join(", ")}`,
      });
    else if (found === undefined) complaints.unknownWord([...at, key], `a ${key}`, written, known);
    return found;
  };
  const period = word("period", PERIODS);
  const kind = word("kind", COMPARISONS);
  if (draft.based_on_time === undefined)
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` does not say by which time it compares`,
      hint: "add `based_on_time:` with a timeframe of a dimension group of this view, such as `ordered_year`",
    });
  if (period === undefined || kind === undefined || draft.based_on_time === undefined) return [];
  const toDate = draft.value_to_date === true || draft.value_to_date === "yes";
  return [
    {
      ...common,
      of,
      comparison: { time: draft.based_on_time, period, kind, toDate },
      filters: [],
      format: draft.format ?? (kind === "relative_change" && !saysFormat(draft) ? "percent_1" : undefined),
    },
  ];
}

/** Whether LookML by hand says how it is shown. */
function saysFormat({ lookml }: Pick<MeasureDraft | Measure, "lookml">): boolean {
  return lookml?.["value_format"] !== undefined;
}

function measureNamed({ name, at }: Common, draft: MeasureDraft, complaints: Complaints): string | undefined {
  if (draft.of === undefined)
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` does not say which measure it is reckoned from`,
      hint: "add `of:` with another measure of this view",
    });
  return draft.of;
}
