// Rules about what is allowed and yet deserves a look: their breach is a warning, and the model stands.
import { findView } from "../find.ts";
import type { Explore } from "../model/explore.ts";
import type { Measure, MeasureType } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { View } from "../model/view.ts";
import { once } from "../once.ts";
import type { Problem } from "../problem.ts";
import { repeatedBy } from "./repeats.ts";
import { rollupRules } from "./rollups.ts";
import { eachView, type Rule } from "./rule.ts";

/** The rules whose breach is a warning. */
export const hazardRules: readonly Rule[] = [
  {
    sentence:
      "A median or percentile stands where no join repeats its rows, since Looker protects sums and averages but not those",
    check: (model) => model.explores.flatMap((explore) => unprotected(explore, model)),
  },
  {
    sentence:
      "A median or percentile of values told apart by a key is a type that Looker has on Redshift, which it has not",
    check: eachView((view) =>
      view.fields
        .filter((field): field is Measure => field.kind === "measure" && RANKED_APART.has(field.type))
        .map((measure): Problem => ({
          code: "looker",
          at: [...measure.at, "type"],
          message: `Looker has no ${measure.type} on Redshift, and says so in place of \`${measure.name}\``,
          hint: `the fallback server answers it; for Looker bring \`${measure.of}\` into a table with one row for each \`${measure.distinctKey}\``,
        })),
    ),
  },
  ...rollupRules,
  {
    sentence: "A source fills a table",
    check: (model) =>
      model.sources
        .filter(
          (source) => !model.tables.some((table) => table.from.some((one) => one.source === source.name)),
        )
        .map((source): Problem => ({
          code: "unused",
          at: source.at,
          onKey: true,
          message: `no table takes anything from \`${source.name}\`, so its drops are read for nothing`,
          hint: `name it in a table's \`from:\`, or leave the source out`,
        })),
  },
  {
    sentence: "A view is part of an explore",
    check: (model) => {
      const shown = new Set(
        model.explores.flatMap((explore) => [explore.view, ...explore.joins.map((join) => join.view)]),
      );
      return model.views
        .filter((view) => !shown.has(view.name))
        .map((view): Problem => ({
          code: "unused",
          at: view.at,
          onKey: true,
          message: `no explore shows \`${view.name}\`, so nobody can ask about it`,
          hint: "join it in an explore, or leave the view out",
        }));
    },
  },
];

function unprotected(explore: Explore, model: Model): readonly Problem[] {
  const names = [explore.view, ...explore.joins.filter((join) => !join.bridge).map((join) => join.name)];
  return names.flatMap((name): readonly Problem[] => {
    const joined = explore.joins.find((join) => join.name === name);
    const view = findView(model, joined?.view ?? explore.view);
    const [first, ...more] = view === undefined ? [] : rankedIn(view);
    if (first === undefined || view === undefined) return [];
    const repeating = repeatedBy(name, explore);
    if (repeating === undefined) return [];
    const them = `\`${first.name}\`${more.length === 0 ? "" : ` and ${more.length} more of \`${view.name}\``}`;
    return [
      {
        code: "fan-out",
        at: explore.at,
        onKey: true,
        message: `${them} in explore \`${explore.name}\`: the join of \`${repeating}\` repeats rows of \`${name}\`, and Looker on Redshift leaves a ${rankOf(first, view)} out then`,
        hint: "the fallback server answers it rightly; in Looker ask it without fields of the views that repeat its rows",
      },
    ];
  });
}

/** Looker's documentation, "Measure types": the dialects that support median_distinct and percentile_distinct. */
const RANKED_APART: ReadonlySet<MeasureType> = new Set(["median_distinct", "percentile_distinct"]);

const rankedIn = once((view: View) =>
  view.fields.filter((one): one is Measure => one.kind === "measure" && rankOf(one, view) !== undefined),
);

/** The type by which a measure, or what it is reckoned from, goes by the order of rows. */
function rankOf(measure: Measure, view: View): MeasureType | undefined {
  if (measure.type === "median" || measure.type === "percentile") return measure.type;
  const from = measure.of === undefined ? undefined : view.fields.find((one) => one.name === measure.of);
  return from?.kind === "measure" && from !== measure ? rankOf(from, view) : undefined;
}
