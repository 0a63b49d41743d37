// What would happen -> the page of `hydrate plan`: rows, quarantine, drift and budgets of each drop, or why it would be refused.
import {
  conservationLine,
  driftLines,
  FAULT_CODES,
  type PlannedDrop,
  type PlanReport,
} from "../../hydrate/index.ts";
import { count, number } from "../../hydrate/words.ts";
import { percent } from "../../hydrate/history/worries.ts";
import { wrap } from "../columns.ts";
import { AT_A_GLANCE, type PageOptions, section } from "./page.ts";
import { tableLines } from "./table-lines.ts";

/** Each drop in its order; what would fail is said first, above all of them. */
export function planPage(plan: PlanReport, options: PageOptions): readonly string[] {
  const refused = plan.drops.filter((drop) => drop.outcome === "would_be_refused");
  const unreached = plan.drops.filter((drop) => drop.outcome === "not_reached");
  const publish = plan.drops.filter((drop) => drop.outcome === "would_publish");
  const idle = plan.drops.filter((drop) => drop.outcome === "nothing_to_do");
  const summary = [
    ...(publish.length === 0 ? [] : [`${number(publish.length)} would be published`]),
    ...(idle.length === 0
      ? []
      : [`${number(idle.length)} ${idle.length === 1 ? "has" : "have"} nothing to do`]),
    ...(refused.length === 0 ? [] : [`${number(refused.length)} would be refused`]),
    ...(unreached.length === 0 ? [] : [`${number(unreached.length)} would not be begun`]),
  ];
  return [
    ...(plan.drops.length === 1 ? [] : [`${count(plan.drops.length, "drop")}: ${summary.join(", ")}.`]),
    ...plan.drops.flatMap((drop, index) => [
      ...(index === 0 && plan.drops.length === 1 ? [] : [""]),
      ...plannedLines(drop, options),
    ]),
    "",
    "Nothing was changed.",
  ];
}

function plannedLines(drop: PlannedDrop, { width, all }: PageOptions): readonly string[] {
  const inner = width - 2;
  switch (drop.outcome) {
    case "not_reached":
      return [`${drop.drop}: would not be begun`];
    case "nothing_to_do":
      return [
        `${drop.drop}: nothing to do`,
        ...drop.notes.flatMap((note) => wrap(`  ${note}`, width, "    ")),
      ];
    case "would_be_refused":
      return [
        `${drop.drop}: would be refused`,
        ...(drop.refusal ?? "")
          .split("\n")
          .flatMap((line) => wrap(`  ${line}`, width, `  ${/^ */.exec(line)?.[0] ?? ""}  `)),
      ];
    case "would_publish":
  }
  const { read, quarantined } = drop.records;
  const share = quarantined === 0 ? "" : ` (${percent(quarantined / read)})`;
  const reasons = all ? drop.quarantine : drop.quarantine.slice(0, AT_A_GLANCE);
  return [
    `${drop.drop}: would be published`,
    `  ${conservationLine(drop.records)}${share}`,
    ...section("Rows", tableLines(drop.tables, inner - 2, all)).map(indented),
    ...section(
      "Quarantine",
      reasons.flatMap((reason) => {
        const { file, line, record, reason: said } = reason.example;
        return [
          `${number(reason.count)}  ${FAULT_CODES[reason.code]}${reason.column === undefined ? "" : ` (${reason.column})`}`,
          ...wrap(`   ${file}:${line} (record ${number(record)}): ${said}`, inner - 2, "   "),
        ];
      }),
    ).map(indented),
    ...section(
      "Budgets",
      drop.budgets.map(
        ({ source, read: of, unreadable, most, said, verdict }) =>
          `${source}: ${number(unreadable)} of ${count(of, "record")} cannot be read, ${verdict === "kept" ? "within" : "over"} the ${said} allowed (${number(most)})`,
      ),
    ).map(indented),
    ...section(
      "Other than the model says",
      driftLines(
        drop.drift.map(({ said }) => said),
        all ? undefined : "--all",
      ).flatMap((said) => wrap(said, inner - 2, "  ")),
    ).map(indented),
    ...section(
      "Out of the ordinary",
      drop.unusual.flatMap(({ said }) => wrap(said, inner - 2, "  ")),
    ).map(indented),
    ...section(
      "Notes",
      drop.notes.flatMap((note) => wrap(note, inner - 2, "  ")),
    ).map(indented),
  ];
}

function indented(line: string): string {
  return line === "" ? "" : `  ${line}`;
}
