// Joins that repeat rows -> for each of them what a row is linked to, every group once, so that nothing is repeated.
import type { AskedDimension } from "../plan/asked.ts";
import { repeats } from "../plan/paths.ts";
import type { Owner, Plan } from "../plan.ts";
import type { PlannedJoin } from "../plan/predicate.ts";
import { writeJoin } from "./write-predicate.ts";
import { groupName, indent, type Writer } from "./writer.ts";

/** A join that repeats rows, and all that hangs on it. */
interface Branch {
  readonly root: PlannedJoin;
  readonly below: readonly PlannedJoin[];
  readonly groups: readonly { readonly column: AskedDimension; readonly index: number }[];
}

/**
 * Two joins that repeat rows multiply each other's repeats, and telling all of those apart is slow. It is faster
 * to drop each one's repeats before they meet: a row is linked to every group of a branch once, whatever number
 * of the branch's rows are in that group.
 * @returns the FROM clause, and the groups that it has names for, by their place among the columns; undefined
 *   where the rows are few anyhow (something is asked of them) or where a branch's missing row has a value all the same
 */
export function linkedRows(
  plan: Plan,
  joins: readonly PlannedJoin[],
  owner: Owner,
  writer: Writer,
): { readonly from: string; readonly groups: ReadonlyMap<number, string> } | undefined {
  if (!owner.isBase || plan.where.length > 0) return undefined;
  const branches = branchesOf(plan, joins);
  const linked = branches.flatMap((branch) => branch.groups);
  if (branches.length < 2 || branches.some((branch) => branch.groups.length === 0)) return undefined;
  if (!linked.every(({ column }) => column.plain && column.type !== "yesno")) return undefined;
  const inBranches = new Set(branches.flatMap((branch) => [branch.root, ...branch.below]));
  const others = joins.filter((join) => !inBranches.has(join));
  return {
    from: [
      `FROM ${writer.place(plan.base)}`,
      ...others.map((join) => writeJoin(join, "LEFT JOIN", writer)),
      ...branches.map((branch) => writeBranch(branch, writer)),
    ].join("\n"),
    groups: new Map(
      branches.flatMap((branch) =>
        branch.groups.map(({ index }) => [index, `${linksName(branch, writer)}.${groupName(index)}`]),
      ),
    ),
  };
}

function branchesOf(plan: Plan, joins: readonly PlannedJoin[]): readonly Branch[] {
  const branches: { root: PlannedJoin; below: PlannedJoin[]; views: Set<string> }[] = [];
  // Joins stand parents first.
  for (const join of joins) {
    const branch = branches.find(({ views }) => views.has(join.from));
    if (branch !== undefined) {
      branch.below.push(join);
      branch.views.add(join.alias);
    } else if (repeats([join], join.from)) {
      branches.push({ root: join, below: [], views: new Set([join.alias]) });
    }
  }
  return branches.map(({ root, below, views }) => ({
    root,
    below,
    groups: plan.columns.flatMap((column, index) =>
      column.kind === "dimension" && views.has(column.alias) ? [{ column, index }] : [],
    ),
  }));
}

function writeBranch(branch: Branch, writer: Writer): string {
  const { root, below, groups } = branch;
  const links = root.on.map(
    (pair, index) => `${writer.column(root.alias, pair.toColumn)} AS ${linkName(index)}`,
  );
  const shown = groups.map(
    ({ column, index }) => `${writer.expression(column.shownSql)} AS ${groupName(index)}`,
  );
  const body = [
    `SELECT DISTINCT\n${indent([...links, ...shown].join(",\n"))}`,
    `FROM ${writer.place(root.place)}`,
    ...below.map((join) => writeJoin(join, "LEFT JOIN", writer)),
  ].join("\n");
  const on = root.on.map(
    (pair, index) =>
      `${writer.column(root.from, pair.fromColumn)} = ${linksName(branch, writer)}.${linkName(index)}`,
  );
  return `LEFT JOIN (\n${indent(body)}\n) AS ${linksName(branch, writer)} ON ${on.join(" AND ")}`;
}

/** No view of a model can be called this: its names have no blanks. */
const linksName = (branch: Branch, writer: Writer): string =>
  writer.dialect.identifier(`links to ${branch.groups[0]?.column.alias ?? branch.root.alias}`);
const linkName = (index: number): string => `link_${index + 1}`;
