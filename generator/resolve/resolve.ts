// A Draft -> a Model: defaults filled in, every reference followed.
import type { Kept } from "../kept.ts";
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { QuestionForm } from "../model/question-form.ts";
import type { View } from "../model/view.ts";
import { once } from "../once.ts";
import type { Problem } from "../problem.ts";
import type { Draft } from "../read/shape.ts";
import { resolveCalendar } from "./calendar.ts";
import { complaints } from "./complaints.ts";
import { bridgesOf, resolveExplores } from "./explores.ts";
import { withBases } from "./extends.ts";
import { resolveGrants } from "./grants.ts";
import { comparedColumns, withJoinColumns } from "./keys.ts";
import { labelOf } from "./label.ts";
import { resolveLocales } from "./locales.ts";
import { resolveQuestion } from "./questions.ts";
import { resolveOwnTests } from "./own-tests.ts";
import { readGenerations } from "./generations.ts";
import { readUnsigned } from "./signing-keys.ts";
import { remembered } from "./remembered.ts";
import { resolveSources } from "./sources.ts";
import { resolveTables } from "./tables.ts";
import { resolveViews } from "./views.ts";

/**
 * @param draft looker.yml as written
 * @param kept what an earlier call left, for models that are resolved again and again
 * @returns the model, and the problems found on the way; with problems the model lacks what they name
 */
export function resolve(
  draft: Draft,
  kept?: Kept,
): { readonly model: Model; readonly problems: readonly Problem[] } {
  const found = complaints();
  const unsigned = readUnsigned(draft.unsigned, ["unsigned"], found);
  const written = draft.sources ?? {};
  const sourcesOf = [JSON.stringify(unsigned), ...Object.entries(written).flat()];
  const sources = remembered(kept?.sources, "sources", sourcesOf, found, () =>
    resolveSources(written, unsigned, found),
  );
  const drafts = withBases(draft.explores, found);
  const tables = resolveTables(draft.tables, sources, draft.views, drafts, found, kept);
  const views = resolveViews(draft.views, tables, bridgesOf(drafts), found, kept);
  const explores = resolveExplores(drafts, views, tables, found);
  const asked = Object.entries(draft.questions ?? {});
  const tableOf = new Map(tables.map((table) => [table.name, table]));
  const compared = comparedColumns(explores);
  let grown = views.map((view) => {
    const table = tableOf.get(view.table);
    const columns = [...(compared.get(view.name) ?? [])];
    return remembered(kept?.joined, view.name, [view, table, ...columns], found, () =>
      withJoinColumns(view, columns, table),
    );
  });
  const questions = asked.flatMap(([name, written]): readonly QuestionForm[] => {
    const view = explores.find((one) => one.name === written.explore)?.view;
    const shared =
      asked.filter(([, other]) => explores.find((one) => one.name === other.explore)?.view === view).length >
      1;
    const question = resolveQuestion(name, written, shared ? `${name}_` : "", explores, grown, found);
    if (question === undefined) return [];
    // What one form adds, the next form of the same view finds there.
    grown = grown.map((one) =>
      one.name === question.form.view ? { ...one, fields: [...one.fields, ...question.added] } : one,
    );
    return [question.form];
  });
  const model: Model = {
    name: draft.model,
    label: draft.label ?? labelOf(draft.model),
    description: draft.description,
    connection: draft.connection,
    schema: draft.schema ?? draft.model,
    caseSensitive: draft.case_sensitive !== false && draft.case_sensitive !== "no",
    generations: readGenerations(draft.generations, found),
    calendar: resolveCalendar(draft, found),
    ...resolveLocales(draft),
    accessGrants: resolveGrants(draft.access_grants ?? {}),
    lookml: draft.lookml,
    sources,
    tables,
    views: grown.map(ordered),
    explores,
    questions,
    tests: draft.tests === undefined ? undefined : resolveOwnTests(draft.tests, explores, found),
  };
  return { model, problems: found.list };
}

/** The view with its fields in Looker's order. */
const ordered = once((view: View): View => ({ ...view, fields: inLookersOrder(view.fields) }));

/** Keys and other hidden dimensions first, then what filters, then dimensions, then measures (brooklyn style guide, LAMS K3). */
function inLookersOrder(fields: readonly Field[]): readonly Field[] {
  const rank = (field: Field): number => {
    // LookML says spans of time as it says times: in groups.
    if (field.kind === "dimension" && field.made?.kind === "duration") return 5;
    if (field.kind === "dimension") return field.primaryKey ? 0 : field.hidden ? 1 : 4;
    if (field.kind === "parameter") return 2;
    if (field.kind === "selector" || field.kind === "filter") return 3;
    if (field.kind === "dimension_group") return 5;
    return field.kind === "measure" ? 6 : 7;
  };
  return fields.toSorted((a, b) => rank(a) - rank(b));
}
