// A dialect by its name.
import type { Dialect, DialectName } from "./dialect.ts";
import { postgres } from "./postgres.ts";
import { redshift } from "./redshift.ts";

/** Every dialect by name. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { postgres, redshift };
