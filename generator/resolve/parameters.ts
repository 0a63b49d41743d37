// A view's parameters and filter-only fields as written -> fields that a question gives values to.
import type { At } from "../model/at.ts";
import {
  FILTER_TYPES,
  type FilterOnly,
  type Parameter,
  PARAMETER_TYPES,
  type ParameterType,
} from "../model/field.ts";
import type { FilterDraft, ParameterDraft, ViewDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { labelOf } from "./label.ts";
import { shownAs } from "./shown-as.ts";

/** What a value of each type looks like; Looker puts unquoted ones into SQL as they are. */
const VALUES: Readonly<Record<ParameterType, { readonly form: RegExp; readonly words: string }>> = {
  string: { form: /^[^\p{Cc}]+$/u, words: "a text of one line" },
  number: { form: /^-?\d+(\.\d+)?$/, words: "a number" },
  date: { form: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, words: "a day such as 2024-01-31" },
  yesno: { form: /^(?:yes|no)$/i, words: "Yes or No" },
  unquoted: { form: /^[A-Za-z0-9_.$]+$/, words: "made of letters, digits, `_`, `.` and `$` only" },
};

/**
 * @param at where the view stands
 * @returns parameters first, then filter-only fields
 */
export function resolveParameters(
  draft: ViewDraft,
  at: At,
  complaints: Complaints,
): readonly (Parameter | FilterOnly)[] {
  return [
    ...Object.entries(draft.parameters ?? {}).map(([name, written]) =>
      resolveParameter(name, written, [...at, "parameters", name], complaints),
    ),
    ...Object.entries(draft.filters ?? {}).map(([name, written]) =>
      resolveFilter(name, written ?? {}, [...at, "filters", name], complaints),
    ),
  ];
}

function resolveParameter(name: string, draft: ParameterDraft, at: At, complaints: Complaints): Parameter {
  const type = PARAMETER_TYPES.find((known) => known === draft.type) ?? "string";
  if (draft.type !== undefined && draft.type !== type)
    complaints.unknownWord([...at, "type"], "a parameter type", draft.type, PARAMETER_TYPES);
  const allowed = allowedValues(draft);
  const given = String(draft.default_value);
  const expect = (value: string, where: At, onKey: boolean): void => {
    if (VALUES[type].form.test(value)) return;
    complaints.add({
      code: "type-clash",
      at: where,
      onKey,
      message: `\`${value}\` is no value of a parameter of type ${type}, which is ${VALUES[type].words}`,
    });
  };
  for (const { value, step } of allowed)
    expect(value, [...at, "allowed_values", step], typeof step === "string");
  if (allowed.length === 0) expect(given, [...at, "default_value"], false);
  if (allowed.length === 0 && type === "unquoted")
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` goes into SQL as it is, and does not say which values it can have`,
      hint: "add `allowed_values:` with all of them, or choose `type: string`",
    });
  if ((type === "string" || type === "unquoted") && /[_%^,"]|^-/.test(given))
    complaints.add({
      code: "type-clash",
      at: [...at, "default_value"],
      message: `Looker reads a default as a filter expression, and \`${given}\` holds a sign of that language, so it would be refused there`,
      hint: "choose a value without `_`, `%`, `^`, a comma, a quote or a leading `-`",
    });
  if (allowed.length > 0 && !allowed.some(({ value }) => value === given))
    complaints.unknownWord(
      [...at, "default_value"],
      "one of the allowed values",
      given,
      allowed.map(({ value }) => value),
    );
  return {
    kind: "parameter",
    ...shownAs(name, draft, at),
    type,
    allowed: allowed.map(({ value, label }) => ({ value, label })),
    default: given,
  };
}

interface Allowed {
  readonly value: string;
  readonly label: string;
  /** Its step in the YAML. */
  readonly step: string | number;
}

function allowedValues(draft: ParameterDraft): readonly Allowed[] {
  const written = draft.allowed_values ?? [];
  if (Array.isArray(written))
    return written.map((one, step) => ({ value: String(one), label: labelOf(String(one)), step }));
  return Object.entries(written).map(([value, label]) => ({ value, label, step: value }));
}

function resolveFilter(name: string, draft: FilterDraft, at: At, complaints: Complaints): FilterOnly {
  const type = FILTER_TYPES.find((known) => known === draft.type) ?? "string";
  if (draft.type !== undefined && draft.type !== type)
    complaints.unknownWord([...at, "type"], "a filter type", draft.type, FILTER_TYPES);
  return {
    kind: "filter",
    ...shownAs(name, draft, at),
    type,
  };
}
