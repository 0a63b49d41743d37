// The lease as the warehouse has it: its one line with the signs of life beside it, and who holds it in words.
import type { Names } from "./names.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";
import { moment } from "./words.ts";

/** The line of the lease. */
export interface LeaseRow {
  readonly token: string;
  readonly holder: string | null;
  readonly host: string | null;
  readonly process: string | null;
  readonly os_user: string | null;
  readonly since: Date | null;
  readonly locked: boolean;
  readonly beats: string | null;
  readonly latest: Date | null;
}

/** @returns undefined when nobody ever took it */
export async function readLease(warehouse: Warehouse, names: Names): Promise<LeaseRow | undefined> {
  const found = await warehouse.query<LeaseRow>(
    `SELECT l.token, l.holder, l.host, l.process, l.os_user, l.since, l.locked, b.beats, b.latest
       FROM ${names.kept("lease")} l LEFT JOIN ${names.kept("beats")} b ON b.token = l.token
      ORDER BY l.token DESC`,
  );
  return found.rows[0];
}

/** Who it is, since when, and when they last showed themselves. */
export function sayHolder(row: LeaseRow | undefined): string {
  if (row?.holder == null || row.since === null) return "another run";
  const who = `process ${row.process} on ${row.host}${row.os_user === null ? "" : ` of user ${row.os_user}`}`;
  return `${who}, since ${moment(row.since)}, last sign of life ${(row.latest ?? row.since).toISOString().slice(11, 19)} UTC`;
}
