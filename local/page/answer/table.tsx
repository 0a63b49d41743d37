// An answer's table -> rows a hundred at a time, heads that sort, and the totals below.
import { useEffect, useState } from "react";
import type { AnswerRow, Sort } from "../props.ts";
import { showCount } from "../words/figure.ts";
import type { Grid, GridColumn } from "./grid.ts";

const PAGE = 100;

/** What the table is drawn from. */
export interface TableProps {
  readonly grid: Grid;
  /** What the rows are and in which order, in words. */
  readonly caption: string;
  /** The order the rows are in; undefined where nobody asked for one. */
  readonly sort: Sort | undefined;
  /** Undefined where the rows cannot be sorted. */
  readonly onSort: ((sort: Sort) => void) | undefined;
  /** Somebody wants the rows behind one of them. */
  readonly onPick: ((row: AnswerRow) => void) | undefined;
}

/** A native table: found by the browser's search, counted by screen readers. */
export function Table({ grid, caption, sort, onSort, onPick }: TableProps) {
  const [page, setPage] = useState(0);
  useEffect(() => setPage(0), [grid]);
  const pages = Math.max(1, Math.ceil(grid.rows.length / PAGE));
  const at = Math.min(page, pages - 1);
  const rows = grid.rows.slice(at * PAGE, (at + 1) * PAGE);
  return (
    <div className="rows">
      {/* Reached by Tab, so that a table wider than its place can be scrolled by keyboard. */}
      <div className="scroll" tabIndex={0} role="region" aria-label="Table of the answer">
        <table>
          <caption className="small muted">{caption}</caption>
          <thead>
            <tr>
              {grid.columns.map((column) => (
                <Head key={column.key} column={column} sort={sort} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells, row }) => (
              <tr key={key}>
                {cells.map((cell, index) => {
                  const column = grid.columns[index];
                  if (index > 0 || column?.isNumber === true)
                    return (
                      <td key={column?.key} className={classOf(column)}>
                        {cell}
                      </td>
                    );
                  return (
                    <th key={column?.key} scope="row" className={classOf(column)}>
                      {onPick === undefined ? (
                        cell
                      ) : (
                        <button
                          type="button"
                          className="pick"
                          title="Show the rows behind it"
                          onClick={() => onPick(row)}
                        >
                          {cell}
                        </button>
                      )}
                    </th>
                  );
                })}
              </tr>
            ))}
          </tbody>
          {grid.totals === undefined ? null : (
            <tfoot>
              <tr>
                {grid.totals.map((cell, index) => {
                  const column = grid.columns[index];
                  return index === 0 && column?.isNumber !== true ? (
                    <th key={column?.key} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={column?.key} className={classOf(column)}>
                      {cell}
                    </td>
                  );
                })}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {pages === 1 ? null : (
        <nav className="row pages" aria-label="Pages of the table">
          <button type="button" className="quiet" disabled={at === 0} onClick={() => setPage(at - 1)}>
            Previous
          </button>
          <span className="small muted" role="status">
            Rows {showCount(at * PAGE + 1)} to {showCount(at * PAGE + rows.length)} of{" "}
            {showCount(grid.rows.length)}
          </span>
          <button type="button" className="quiet" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>
            Next
          </button>
        </nav>
      )}
    </div>
  );
}

/** How a cell of a column stands. */
function classOf(column: GridColumn | undefined): string | undefined {
  if (column?.isNumber === true) return "number";
  return column?.isTime === true ? "kept" : undefined;
}

function Head({
  column,
  sort,
  onSort,
}: {
  readonly column: GridColumn;
  readonly sort: Sort | undefined;
  readonly onSort: TableProps["onSort"];
}) {
  const { sorts, isNumber, head } = column;
  const className = isNumber ? "number" : undefined;
  if (sorts === undefined || onSort === undefined)
    return (
      <th scope="col" className={className}>
        {head}
      </th>
    );
  const isSorted = sort?.field === sorts;
  const order = !isSorted ? "none" : sort.descending ? "descending" : "ascending";
  // Numbers are wanted largest first, names from A to Z.
  const next = { field: sorts, descending: isSorted ? !sort.descending : isNumber };
  return (
    <th scope="col" className={className} aria-sort={order}>
      <button type="button" onClick={() => onSort(next)}>
        {head.slice(0, head.lastIndexOf(" ") + 1)}
        {/* The arrow is never alone on a line. */}
        <span className="kept">
          {head.slice(head.lastIndexOf(" ") + 1)}
          <span aria-hidden="true" className="arrow">
            {order === "none" ? "" : order === "descending" ? "↓" : "↑"}
          </span>
        </span>
      </button>
    </th>
  );
}
