// A model -> the two files that hold a LookML project together: its manifest and its model file.
import type { Model } from "../../model/model.ts";
import type { File } from "../file.ts";
import { labelToSay } from "./label.ts";
import { print } from "./print.ts";

/** The manifest: the project's name, and the schema as a constant that another deployment can override. */
export function emitManifest(model: Model): File {
  return { path: "manifest.lkml", text: print("manifest", { name: model.name, schema: model.schema }) };
}

/**
 * The model file.
 * @param includes paths from the project's root, in the order Looker is to read them
 */
export function emitModelFile(model: Model, includes: readonly string[]): File {
  return {
    path: `${model.name}.model.lkml`,
    text: print("model", {
      label: labelToSay(model),
      description: model.description,
      connection: model.connection,
      // Looker tells them apart unless told otherwise.
      caseSensitive: model.caseSensitive ? undefined : false,
      includes: includes.map((path) => `/${path}`),
    }),
  };
}
