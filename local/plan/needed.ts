// One view's measures -> the joins they need: the others can only repeat rows.
import type { SqlExpression } from "./expand.ts";
import type { Owner, Plan } from "../plan.ts";
import type { PlannedJoin } from "./predicate.ts";

/**
 * The joins that bring in the view itself, the groups, and what is tested on joined rows. All joins keep every
 * row of the view joined from, so leaving one out changes neither the groups nor which rows of the view are in them.
 */
export function joinsNeeded(plan: Plan, owner: Owner): readonly PlannedJoin[] {
  const needed = new Set([owner.place.alias]);
  for (const column of plan.columns) if (column.kind === "dimension") addViews(column.shownSql, needed);
  for (const predicate of plan.where) {
    if (predicate.kind === "row") {
      // The model's own SQL may name a view in its text, where nobody looks for it.
      if (predicate.test.condition === undefined) return plan.joins;
      addViews(predicate.test.sql, needed);
    } else if (predicate.kind === "related") needed.add(predicate.from.alias);
  }
  // Joins stand parents first, so one pass from the end finds the way to each view.
  for (const join of plan.joins.toReversed()) if (needed.has(join.alias)) needed.add(join.from);
  return plan.joins.filter((join) => needed.has(join.alias));
}

function addViews(sql: SqlExpression, views: Set<string>): void {
  for (const piece of sql.pieces) {
    if (typeof piece === "string") continue;
    if ("pieces" in piece) addViews(piece, views);
    else if ("moved" in piece) addViews(piece.moved, views);
    else if ("tested" in piece) addViews(piece.tested, views);
    else if ("interval" in piece) {
      addViews(piece.start, views);
      addViews(piece.end, views);
    } else if ("alias" in piece) views.add(piece.alias);
  }
}
