// The data tests of a printed project -> those that looker.yml said, without the ones that are generated.
import { GENERATED_TEST } from "../emit/lookml/data-test.ts";
import { isOwnTest } from "./assemble.ts";
import type { Written } from "./field.ts";
import { filtersOf, sortsOf } from "./filters.ts";
import { type Block, blocksOf, type Project, textOf } from "./project.ts";
import type { Report } from "./report.ts";

/** @returns tests by name, as looker.yml says them */
export function readOwnTests(project: Project, report: Report): Readonly<Record<string, Written>> {
  const found = project.files
    .filter(isOwnTest)
    .flatMap(({ root }) => blocksOf(root, "test"))
    .filter(([name]) => !GENERATED_TEST.test(name));
  return Object.fromEntries(
    found.flatMap(([name, block]) => {
      const [source] = blocksOf(block, "explore_source");
      if (source === undefined) return [];
      report.carried(`test ${name}`, block);
      return [[name, writtenTest(block, ...source)] as const];
    }),
  );
}

function writtenTest(block: Block, explore: string, source: Block): Written {
  const filters = filtersOf(source);
  const sorts = sortsOf(source);
  const limit = Number(source["limit"]);
  return {
    explore,
    fields: blocksOf(source, "column").map(([column, inside]) => textOf(inside, "field") ?? column),
    ...(Object.keys(filters).length === 0 ? {} : { filters }),
    ...(Object.keys(sorts).length === 0 ? {} : { sorts }),
    ...(source["limit"] === undefined ? {} : { limit }),
    assert: Object.fromEntries(
      blocksOf(block, "assert").map(([name, inside]) => [name, textOf(inside, "expression") ?? ""]),
    ),
  };
}
