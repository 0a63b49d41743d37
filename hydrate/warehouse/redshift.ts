// Amazon Redshift as a warehouse: one session, COPY from the pipeline bucket.
import { DIALECTS, Outage } from "../../generator/index.ts";
import { loadByCopy } from "./redshift/load.ts";
import { openPipeline, type Pipeline } from "./redshift/pipeline.ts";
import { proveSettings, type PipelineSettings } from "./redshift/settings.ts";
import { tablesOf } from "./redshift/tables.ts";
import type { Session } from "./session.ts";
import type { Warehouse } from "./warehouse.ts";

/** How long one statement may take. A month's COPY takes minutes; what takes hours hangs. */
const STATEMENT_PATIENCE_MS = 2 * 60 * 60 * 1000;
/** What is taken when the cluster does not tell, as Serverless does not. */
const SLICES = 4;
/** Bytes go to COPY in hexadecimal, and COPY takes rows of 4 MB. Longer records stay where they came from. */
const LONGEST_BYTES = 1_000_000;

/**
 * @param session one that leads to a cluster
 * @param another opens one more
 * @param pipeline what loading needs; it is proved when the first load begins
 * @throws Outage when the cluster cannot be used
 */
export async function redshiftWarehouse(
  session: Session,
  another: () => Promise<Session>,
  pipeline: PipelineSettings,
): Promise<Warehouse> {
  const { transaction, close } = session;
  // Bytes are bound as hexadecimal text, and FROM_HEX makes bytes of it; see `bytes`.
  const query: Warehouse["query"] = (sql, values = []) =>
    session.query(
      sql,
      values.map((value) => (Buffer.isBuffer(value) ? value.toString("hex") : value)),
    );
  await query(`SET statement_timeout TO ${STATEMENT_PATIENCE_MS}`);
  const backend = await query<{ id: number }>("SELECT pg_backend_pid() AS id");
  const slices = await slicesOf(query);
  let opened: Pipeline | undefined;
  const text = DIALECTS.redshift.boundType("text", "");
  return {
    dialect: DIALECTS.redshift,
    longestName: 127,
    mostColumns: 1_600,
    bytesType: `VARBYTE(${LONGEST_BYTES})`,
    longestBytes: LONGEST_BYTES,
    textType: text,
    alwaysShort: "",
    createScratch: "CREATE TABLE",
    asText: (sql) => `CAST(${sql} AS ${text})`,
    // Redshift compares texts byte by byte.
    byteOrder: (sql) => sql,
    bytes: (mark) => `FROM_HEX(${mark})`,
    // The driver does not know the type, and gives what the cluster shows: hexadecimal.
    readBytes: (value) => (typeof value === "string" ? Buffer.from(value, "hex") : undefined),
    canLoosen: false,
    // Only texts, and only longer (Redshift, "ALTER TABLE").
    canRetype: (there, wanted) => sizeOf(there) < sizeOf(wanted),
    query,
    script: async (statements) => {
      for (const statement of statements) await query(statement);
    },
    abreast: async (works) => {
      const done: Awaited<ReturnType<(typeof works)[number]>>[] = [];
      for (const work of works) done.push(await work());
      return done;
    },
    load: (options) => {
      const settings = proveSettings(pipeline);
      opened ??= openPipeline(settings);
      return loadByCopy(options, {
        session,
        another,
        pipeline: opened,
        settings,
        slices,
        backend: Number(backend.rows[0]?.id),
        sizes: pipeline.sizes,
      });
    },
    transaction,
    takeLock: async () => false,
    isLocked: async () => false,
    hasSchema: async (schema) =>
      (await query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema])).count > 0,
    withoutKey: async () => async () => {},
    tablesOf: (schema) => tablesOf(query, schema),
    close: async () => {
      opened?.close();
      await close();
    },
  };
}

/** The size of a VARCHAR; of anything else, none that could grow. */
function sizeOf(type: string): number {
  return Number(/^VARCHAR\((\d+)\)$/i.exec(type)?.[1] ?? Number.NaN);
}

/** How many slices read files at once. */
async function slicesOf(query: Warehouse["query"]): Promise<number> {
  try {
    const found = await query<{ n: string }>("SELECT count(*) AS n FROM stv_slices");
    return Math.max(1, Number(found.rows[0]?.n ?? SLICES));
  } catch (error) {
    // Serverless has no such view, and not every user may read it.
    if (error instanceof Outage && error.retry) throw error;
    return SLICES;
  }
}
