// A template's resources -> what AWS's own description of their types does not know, misses, or has as another kind.
//
// The descriptions are those AWS publishes for every type of resource, as its CDK packs them (@aws-cdk/aws-service-spec).
import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import type { Json, Template } from "./template.ts";

const spec = loadAwsServiceSpecSync();

/** What the package's types say of a property's type, as far as it is looked at. */
interface Kind {
  readonly type: string;
  readonly element?: Kind;
  readonly types?: readonly Kind[];
  readonly reference?: { readonly $ref: string };
}

type Properties = Readonly<Record<string, { readonly type: Kind; readonly required?: boolean }>>;

/** @returns a sentence for each complaint; empty when there is none */
export function strangersIn(template: Template): readonly string[] {
  const lists = new Set(
    Object.entries(template.Parameters).flatMap(([name, { Type }]) =>
      Type?.startsWith("List<") === true ? [JSON.stringify(name)] : [],
    ),
  );
  return Object.entries(template.Resources).flatMap(([name, { Type, Properties: given }]) => {
    const [resource] = spec.lookup("resource", "cloudFormationType", "equals", Type);
    if (resource === undefined) return [`${name}: there is no type ${Type}`];
    return inObject(given, resource.properties, name, lists);
  });
}

function inObject(
  given: Json,
  known: Properties,
  place: string,
  lists: ReadonlySet<string>,
): readonly string[] {
  if (given === null || typeof given !== "object" || Array.isArray(given)) return [`${place} is no map`];
  const map = given as Readonly<Record<string, Json>>;
  return [
    ...Object.entries(known).flatMap(([key, { required }]) =>
      required === true && !(key in map) ? [`${place} lacks ${key}`] : [],
    ),
    ...Object.entries(map).flatMap(([key, value]) => {
      const property = known[key];
      return property === undefined
        ? [`${place} has no ${key}`]
        : inValue(value, property.type, `${place}.${key}`, lists);
    }),
  ];
}

function inValue(value: Json, kind: Kind, place: string, lists: ReadonlySet<string>): readonly string[] {
  const reference = referenceOf(value);
  if (reference !== undefined) {
    const list = kind.type === "array";
    return list === lists.has(reference) ? [] : [`${place} takes ${list ? "a list" : "one value"}`];
  }
  switch (kind.type) {
    case "string":
    case "date-time":
      return typeof value === "string" ? [] : [`${place} is no text`];
    case "integer":
      return Number.isInteger(value) ? [] : [`${place} is no whole number`];
    case "number":
      return typeof value === "number" ? [] : [`${place} is no number`];
    case "boolean":
      return typeof value === "boolean" ? [] : [`${place} is neither true nor false`];
    case "array":
      return Array.isArray(value)
        ? value.flatMap((one: Json, at) =>
            inValue(one, kind.element ?? { type: "json" }, `${place}[${at}]`, lists),
          )
        : [`${place} is no list`];
    case "tag":
      return [];
    case "map":
      return value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.entries(value).flatMap(([key, one]) =>
            inValue(one, kind.element ?? { type: "json" }, `${place}.${key}`, lists),
          )
        : [`${place} is no map`];
    case "ref": {
      const found = spec.get("typeDefinition", kind.reference?.$ref ?? "");
      return inObject(value, found.properties, place, lists);
    }
    case "union": {
      const all = (kind.types ?? []).map((one) => inValue(value, one, place, lists));
      return all.find((complaints) => complaints.length === 0) ?? all[0] ?? [];
    }
    case "json":
      return [];
    default:
      throw new Error(`${place}: what is a ${kind.type}?`);
  }
}

/** The parameter or resource that stands for a value; undefined for one that stands there itself. */
function referenceOf(value: Json): string | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const [only, ...more] = Object.entries(value as Readonly<Record<string, Json>>);
  if (only === undefined || more.length > 0) return undefined;
  const [key, inner] = only;
  return key === "Ref" || key === "Fn::Sub" || key === "Fn::GetAtt" ? JSON.stringify(inner) : undefined;
}
