// The test files -> the order they run in: the longest first, so that none of them runs alone at the end.
import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { LONG } from "./long.ts";

/** Without a cache vitest begins with the largest file, which is not the longest. */
export class LongestFirst extends BaseSequencer {
  /** @returns those of {@link LONG} in its order, then the others as vitest orders them */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = (file: TestSpecification): number => {
      const found = LONG.indexOf(basename(file.moduleId, ".test.ts"));
      return found < 0 ? LONG.length : found;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
