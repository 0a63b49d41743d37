// Dimensions whose values do not stand as they are -> columns of the plan that keep them in order, and sorts by those.
import type { Sort } from "../question.ts";
import type { AskedDimension } from "./asked.ts";
import type { Query, QueryColumn } from "../query.ts";
import type { Plan, PlannedColumn } from "./planned.ts";

/** What the column is called that keeps a field in order, as Looker calls it: `orders.size__sort_`. */
export function orderName(field: string): string {
  return `${field}__sort_`;
}

/**
 * Columns behind those asked for, one for each dimension that something else puts in order. Looker groups by them
 * as well, so a value that has two places is shown at both.
 */
export function orderColumns(columns: readonly PlannedColumn[]): readonly AskedDimension[] {
  return columns.flatMap((column): readonly AskedDimension[] => {
    if (column.kind !== "dimension" || column.order === undefined) return [];
    return [
      {
        ...column,
        name: orderName(column.name),
        orders: column.name,
        shownSql: column.order,
        sql: column.order,
        order: undefined,
        values: undefined,
        place: undefined,
        type: "number",
        filterLanguage: "number",
        format: undefined,
        isTime: false,
        plain: false,
      },
    ];
  });
}

/** Whether a column is one of the answer's, and not one that keeps another in order. */
export function isShown(column: PlannedColumn): boolean {
  return column.kind === "measure" || column.orders === undefined;
}

/**
 * The query of a plan with the columns that keep others in order among those that are read, each as text: what
 * they hold tells two groups of one name apart. They stand behind all others.
 */
export function withOrders(query: Query, plan: Pick<Plan, "columns">): Query {
  const orders = plan.columns
    .filter((column) => !isShown(column))
    .map(({ name }): QueryColumn => ({
      name,
      label: name,
      category: "dimension",
      type: "string",
      exact: true,
      format: undefined,
    }));
  return { ...query, columns: [...query.columns, ...orders] };
}

/** A sort as the query has it: by what puts the field in order first, where something does. */
export function inOrder(sort: Sort, columns: readonly PlannedColumn[]): readonly Sort[] {
  const by = columns.find((column) => column.kind === "dimension" && column.orders === sort.field);
  return by === undefined ? [sort] : [{ ...sort, field: by.name }, sort];
}
