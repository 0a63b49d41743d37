// The address a user gives -> the warehouse it leads to.
import { hostname } from "node:os";
import { readAddress, refuseExposed } from "./address.ts";
import { postgresWarehouse } from "./postgres.ts";
import type { PipelineSettings } from "./redshift/settings.ts";
import { openSession, type Session } from "./session.ts";
import type { Warehouse } from "./warehouse.ts";

/**
 * @param url `postgres://user:password@host:port/database` or `redshift://…`; a `postgres://` address that
 *   leads to a Redshift cluster is taken for one, too
 * @param pipeline what loading into Redshift needs; reading does not
 * @throws Outage when the database cannot be reached or used, Mistake when it must not be reached in this way
 */
export async function connectWarehouse(url: string, pipeline: PipelineSettings = {}): Promise<Warehouse> {
  const address = readAddress(url);
  // Of the name that others see, Postgres keeps 63 bytes.
  const open = (): Promise<Session> =>
    openSession(address, `viewfinder hydrate, process ${process.pid} on ${hostname()}`);
  const session = await open();
  try {
    const found = await session.query<{ version: string }>("SELECT version() AS version");
    if (!/\bRedshift\b/.test(found.rows[0]?.version ?? "")) return await postgresWarehouse(session);
    refuseExposed(address);
    // It brings S3's client along, which is large.
    const { redshiftWarehouse } = await import("./redshift.ts");
    return await redshiftWarehouse(session, open, pipeline);
  } catch (error) {
    await session.close();
    throw error;
  }
}
