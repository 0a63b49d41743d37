// A model -> the two files that hold a LookML project together: its manifest and its model file.
import type { Model } from "../../model/model.ts";
import { USUAL_CALENDAR } from "../../model/timeframe.ts";
import { isTranslated } from "../../speak.ts";
import { filledTables } from "../ddl.ts";
import type { File } from "../file.ts";
import { labelToSay } from "./label.ts";
import { print } from "./print.ts";

/** The datagroup that turns over with hydrate's ledger, where hydrate fills tables. */
export const LEDGER_GROUP = "published_drops";

/** The manifest: the project's name, and the schema as a constant that another deployment can override. */
export function emitManifest(model: Model): File {
  return { path: "manifest.lkml", text: print("manifest", {
      name: model.name,
      schema: model.schema,
      localization: isTranslated(model) ? [{ locale: model.locale }] : [],
    }) };
}

/**
 * The model file.
 * @param includes paths from the project's root, in the order Looker is to read them
 */
export function emitModelFile(model: Model, includes: readonly string[]): File {
  return {
    path: `${model.name}.model.lkml`,
    text: print("model", {
      label: labelToSay(model, model),
      description: model.description,
      connection: model.connection,
      // Looker tells them apart unless told otherwise.
      caseSensitive: model.caseSensitive ? undefined : false,
      weekStart:
        model.calendar.weekStart === USUAL_CALENDAR.weekStart ? undefined : model.calendar.weekStart,
      fiscalOffset:
        model.calendar.fiscalMonthOffset === USUAL_CALENDAR.fiscalMonthOffset
          ? undefined
          : model.calendar.fiscalMonthOffset,
      accessGrants: model.accessGrants,
      datagroups: filledTables(model).length === 0 ? [] : [ledgerGroup(model)],
      byHand: model.lookml,
      includes: includes.map((path) => `/${path}`),
    }),
  };
}

/**
 * The datagroup that asks hydrate's ledger (its schema is `<schema>_hydrate`) for the latest run that published
 * something. Should the ledger be out of Looker's reach, answers are a day old at most.
 */
function ledgerGroup(model: Model): object {
  const others = ["persist_with", "persist_for"].some((name) => Object.hasOwn(model.lookml ?? {}, name));
  return {
    name: LEDGER_GROUP,
    trigger: "SELECT COALESCE(MAX(id), 0) FROM @{SCHEMA}_hydrate.runs WHERE state = 'published'",
    longest: "24 hours",
    persistWith: others ? undefined : LEDGER_GROUP,
  };
}
