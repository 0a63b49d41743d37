// What derived and aggregate tables are kept by -> what is wrong with it: a datagroup that is not there, a time nothing grows by.
import { LEDGER_GROUP } from "../emit/lookml/project.ts";
import type { FoundField } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Model } from "../model/model.ts";
import type { Persistence } from "../model/persistence.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { isStretch } from "../timeframe.ts";

/** @param at where the kept table stands */
export function missingDatagroup(model: Model, { renewed }: Persistence, at: At): readonly Problem[] {
  if (renewed.by !== "datagroup_trigger") return [];
  const known = datagroupsOf(model);
  if (known.includes(renewed.value)) return [];
  return [
    {
      code: "unknown-name",
      at: [...at, renewed.by],
      message: `there is no datagroup \`${renewed.value}\``,
      hint: didYouMean(renewed.value, known) ?? "add it under `datagroup:` of the model's `lookml:`",
    },
  ];
}

/**
 * Whether kept rows can grow by a field: by stretches of time, which follow each other
 * (docs.cloud.google.com/looker/docs/reference/param-view-increment-key).
 */
export function growsBy(found: FoundField | undefined): boolean {
  return (
    found !== undefined && "timeframe" in found && found.timeframe !== "raw" && isStretch(found.timeframe)
  );
}

/** The one that hydrate's ledger makes, and those that people write. */
function datagroupsOf(model: Model): readonly string[] {
  const byHand = model.lookml?.["datagroup"];
  const fills = model.tables.some((table) => table.from.length > 0);
  return [
    ...(fills ? [LEDGER_GROUP] : []),
    ...(byHand !== null && typeof byHand === "object" ? Object.keys(byHand) : []),
  ];
}
