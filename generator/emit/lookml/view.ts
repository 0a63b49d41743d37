// A view of the model -> its file in views/.
import { findTable } from "../../find.ts";
import type { Kept } from "../../kept.ts";
import type { Model } from "../../model/model.ts";
import type { View } from "../../model/view.ts";
import { isTranslated } from "../../speak.ts";
import type { File } from "../file.ts";
import { counterOf, ownCounter } from "./counter.ts";
import { countPicture, fieldPicture } from "./field.ts";
import { grantsToSay, labelToSay } from "./label.ts";
import { isPrintedBefore } from "./made.ts";
import { print } from "./print.ts";
import { derivedPicture } from "./derived-table.ts";
import { tableName } from "./sql.ts";

/** The path of a view's file, from the root of the LookML project. */
export function viewPath(name: string): string {
  return `views/${name}.view.lkml`;
}

/** A view of the model -> its file; a view without a count of its own gets a hidden one, which data tests use. */
export function emitView(view: View, model: Model, kept?: Kept): File {
  // What else of the model a file shows depends on queries, and on fields of questions.
  const table = findTable(model, view.table);
  if (
    kept === undefined ||
    table?.derived !== undefined ||
    view.fields.some(({ kind }) => kind === "selector" || kind === "chosen_measure")
  )
    return printView(view, model);
  const path = viewPath(view.name);
  const of = [view, isTranslated(model)];
  const before = kept.files.recall(path, of);
  if (before !== undefined) return before;
  const file = printView(view, model);
  kept.files.keep(path, of, file);
  return file;
}

function printView(view: View, model: Model): File {
  const fields = view.fields
    .filter((field) => !isPrintedBefore(field, view))
    .map((field) => fieldPicture(field, view, model));
  const counter = ownCounter(view) === undefined ? [countPicture(counterOf(view), view)] : [];
  const hasDetail = view.detail.length > 0;
  return {
    path: viewPath(view.name),
    text: print("view", {
      name: view.name,
      label: labelToSay(view, model),
      description: view.description,
      grants: grantsToSay(view),
      ...tablePicture(view, model),
      byHand: view.lookml,
      drill: hasDetail ? ["detail*"] : undefined,
      fields: [...fields, ...counter],
      detail: hasDetail ? view.detail : undefined,
    }),
  };
}

function tablePicture(view: View, model: Model): object {
  const table = findTable(model, view.table);
  const derived = table === undefined ? undefined : derivedPicture(table);
  return { table: derived === undefined ? tableName(view.table) : undefined, derived };
}
