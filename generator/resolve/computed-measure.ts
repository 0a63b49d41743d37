// A measure whose SQL says what it is -> one computed from other measures, or the first or last of a dimension.
import type { FoundField } from "../find.ts";
import type { Dimension, Field, Measure, MeasureType } from "../model/field.ts";
import type { MeasureDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { readExpression } from "./expression.ts";
import type { Common } from "./measure-keys.ts";

/** The first or last of a point in time or of a text; any other text is computed from measures. */
export function extremeMeasure(
  common: Common,
  view: string,
  draft: MeasureDraft,
  dimensions: readonly Field[],
  complaints: Complaints,
): readonly Measure[] {
  const { name, type, at } = common;
  const [, pick, inside = ""] =
    /^(MIN|MAX)\s*\(\s*\$\{\s*(\w+)\s*\}\s*\)$/i.exec(draft.sql?.trim() ?? "") ?? [];
  if (type === "string" && pick === undefined) return computedMeasure(common, view, draft, complaints);
  const found = pick === undefined ? undefined : askedField(dimensions, inside);
  const group = found !== undefined && "timeframe" in found ? found : undefined;
  const extreme = {
    pick: pick?.toUpperCase() === "MIN" ? "MIN" : "MAX",
    filters: [],
    format: undefined,
  } as const;
  if (type === "date") {
    if (group !== undefined && (group.timeframe === "raw" || group.timeframe === "date"))
      return [{ ...common, ...extreme, of: `${group.field.name}_raw` }];
    const some = dimensions.find((field) => field.kind === "dimension_group")?.name ?? "ordered";
    complaints.add(
      draft.sql === undefined
        ? {
            code: "missing-key",
            at,
            onKey: true,
            message: `\`${name}\` does not say which day it is`,
            hint: `add \`sql:\` with the first or last of a point in time, such as \`MAX(\${${some}_raw})\``,
          }
        : {
            code: "bad-sql",
            at: [...at, "sql"],
            message: `\`${name}\` is not the first or last of a point in time`,
            hint: `write \`MIN(\${…})\` or \`MAX(\${…})\` of a dimension group's timeframe, such as \`MAX(\${${some}_raw})\``,
          },
    );
    return [];
  }
  const text = dimensions.find(
    (field): field is Dimension => field.kind === "dimension" && field.name === inside,
  );
  if (text?.type === "string") return [{ ...common, ...extreme, of: inside }];
  complaints.add({
    code: "bad-sql",
    at: [...at, "sql"],
    message:
      found === undefined
        ? `there is no dimension \`${inside}\` in view \`${view}\``
        : `\`${inside}\` is ${group === undefined ? `a ${text?.type}` : "a point in time"}, so its first or last is no text`,
    hint:
      found === undefined
        ? undefined
        : group === undefined
          ? `write \`type: ${extreme.pick.toLowerCase()}\` with \`of: ${inside}\``
          : "write `type: date`",
  });
  return [];
}

function askedField(fields: readonly Field[], name: string): FoundField | undefined {
  for (const field of fields) {
    if (field.kind !== "dimension_group" && field.name === name) return { field };
    if (field.kind !== "dimension_group") continue;
    const timeframe = field.timeframes.find((one) => name === `${field.name}_${one}`);
    if (timeframe !== undefined) return { field, timeframe };
  }
  return undefined;
}

const COMPUTED: Readonly<Partial<Record<MeasureType, string>>> = {
  number: "${total} / NULLIF(${count}, 0)",
  string: "CASE WHEN ${total} > 100 THEN 'large' ELSE 'small' END",
  yesno: "${total} > 100",
};

/** A measure that is computed from others of its view, such as a share of one in another. */
export function computedMeasure(
  common: Common,
  view: string,
  draft: MeasureDraft,
  complaints: Complaints,
): readonly Measure[] {
  const { name, type, at } = common;
  if (draft.sql === undefined) {
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` does not say what it is computed from`,
      hint: `add \`sql:\` with other measures in it, such as \`${COMPUTED[type] ?? ""}\``,
    });
    return [];
  }
  const expression = readExpression(draft.sql, view, [...at, "sql"], complaints);
  return [{ ...common, of: undefined, expression, filters: [], format: draft.format }];
}
