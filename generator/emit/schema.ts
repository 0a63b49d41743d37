// The shape of looker.yml and the guide to it -> a JSON Schema, so that editors complete keys and explain them.
import { z } from "zod";
import { GUIDE } from "../guide/guide.ts";
import type { KeyNote, NounNote } from "../guide/noun.ts";
import { nouns, shape } from "../read/shape.ts";
import type { File } from "./file.ts";

type Json = Record<string, unknown>;

/**
 * @returns `looker.schema.json` in JSON Schema 2020-12 (https://json-schema.org/draft/2020-12). An editor reads it
 *   where the model's first line is `# yaml-language-server: $schema=<path>`.
 */
export function emitSchema(): File {
  const registry = z.registry<{ readonly id: string }>();
  for (const [name, noun] of Object.entries(nouns)) if (noun !== shape) registry.add(noun, { id: name });
  const schema = z.toJSONSchema(shape, { metadata: registry, io: "input" }) as Json;
  const definitions = schema["$defs"] as Readonly<Record<string, Json>>;
  for (const noun of GUIDE) explain(noun.name === "model" ? schema : definitions[noun.name], noun);
  const { $schema, ...rest } = schema;
  const whole = { $schema, title: "looker.yml", description: GUIDE[0]?.say, ...rest };
  return { path: "looker.schema.json", text: `${JSON.stringify(whole, undefined, 2)}\n` };
}

function explain(schema: Json | undefined, noun: NounNote): void {
  if (schema === undefined) return;
  // A noun with a short form is a union; its keys stand in the branch that is a map.
  const branches = (schema["anyOf"] as readonly Json[] | undefined) ?? [schema];
  const map = branches.find((branch) => branch["type"] === "object");
  const properties = map?.["properties"] as Record<string, Json> | undefined;
  if (noun.name !== "model") schema["description"] = noun.say;
  for (const [key, note] of Object.entries(noun.keys)) {
    const property = properties?.[key];
    if (property !== undefined && properties !== undefined) properties[key] = said(property, note);
  }
}

function said(property: Json, note: KeyNote): Json {
  const description = note.otherwise === undefined ? note.say : `${note.say} Not written: ${note.otherwise}.`;
  return { description, ...(note.words === undefined ? property : closed(property, note.words)) };
}

/** Texts become one of the words, also inside a list. */
function closed(property: Json, words: readonly string[]): Json {
  if (property["type"] === "array") return { ...property, items: { enum: words } };
  return { enum: words };
}
