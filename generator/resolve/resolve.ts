// A Draft -> a Model: defaults filled in, every reference followed.
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { QuestionForm } from "../model/question-form.ts";
import type { Problem } from "../problem.ts";
import type { Draft } from "../read/shape.ts";
import { resolveCalendar } from "./calendar.ts";
import { complaints } from "./complaints.ts";
import { bridgesOf, resolveExplores } from "./explores.ts";
import { withBases } from "./extends.ts";
import { resolveGrants } from "./grants.ts";
import { withJoinColumns } from "./keys.ts";
import { labelOf } from "./label.ts";
import { resolveLocales } from "./locales.ts";
import { resolveQuestion } from "./questions.ts";
import { resolveOwnTests } from "./own-tests.ts";
import { readGenerations } from "./generations.ts";
import { readUnsigned } from "./signing-keys.ts";
import { resolveSources } from "./sources.ts";
import { resolveTables } from "./tables.ts";
import { resolveViews } from "./views.ts";

/**
 * @param draft looker.yml as written
 * @returns the model, and the problems found on the way; with problems the model lacks what they name
 */
export function resolve(draft: Draft): { readonly model: Model; readonly problems: readonly Problem[] } {
  const found = complaints();
  const unsigned = readUnsigned(draft.unsigned, ["unsigned"], found);
  const sources = resolveSources(draft.sources ?? {}, unsigned, found);
  const tables = resolveTables(draft.tables, sources, draft.views, found);
  const drafts = withBases(draft.explores, found);
  const views = resolveViews(draft.views, tables, bridgesOf(drafts), found);
  const explores = resolveExplores(drafts, views, tables, found);
  const asked = Object.entries(draft.questions ?? {});
  let grown = views.map((view) => withJoinColumns(view, explores, tables));
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
    views: grown.map((view) => ({ ...view, fields: inLookersOrder(view.fields) })),
    explores,
    questions,
    tests: draft.tests === undefined ? undefined : resolveOwnTests(draft.tests, explores, found),
  };
  return { model, problems: found.list };
}

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
