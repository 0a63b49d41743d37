// LookML that the model passes through as it is -> the parts of it that Looker's API tells.
import type { ExploreField } from "./explore-schema.ts";

/** Parameters by name, as looker.yml holds them under `lookml:`. */
type Written = Readonly<Record<string, unknown>> | undefined;

/** A parameter that is one text; null when it is not said. */
export function handText(written: Written, name: string): string | null {
  const value = written?.[name];
  return typeof value === "string" ? value : null;
}

/** A parameter that is a list of texts; undefined when it is not said. */
export function handTexts(written: Written, name: string): string[] | undefined {
  const value = written?.[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** A yes or no, written as YAML's true or as LookML's yes; undefined when it is not said. */
export function handFlag(written: Written, name: string): boolean | undefined {
  const value = written?.[name];
  if (typeof value === "boolean") return value;
  return value === "yes" ? true : value === "no" ? false : undefined;
}

/** The links of a field, one or several. */
export function handLinks(written: Written): ExploreField["links"] {
  const value = written?.["link"];
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map((link) => {
    const { label = "", url = "" } = Object(link) as { readonly label?: unknown; readonly url?: unknown };
    return { label: String(label), url: String(url) };
  });
}

/** The value format that the model's own LookML gives a field; undefined where it names one, or says none. */
export function formatByHand(fields: ReadonlyMap<string, ExploreField>, name: string): string | undefined {
  const field = fields.get(name);
  return field?.value_format_name === null ? (field.value_format ?? undefined) : undefined;
}
