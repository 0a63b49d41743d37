// How long check and generate take as a model grows to 2,000 views with 40,000 fields, and how much memory.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, emitLookml, emitProject, loadModel, openKept, writeFiles } from "../../generator/index.ts";
import { median } from "./measure.ts";

const FIELDS = 20;

/** A model of as many views as asked for, in chains of ten joined tables, each view with 20 fields. */
export function wideModel(views: number): string {
  const names = Array.from({ length: views }, (_, index) => `thing_${index}`);
  const columns = Array.from({ length: FIELDS - 4 }, (_, index) => `value_${index}: integer`).join(", ");
  const tables = names.map((name, index) => {
    const refers = index % 10 === 0 ? "" : `, references: {before: thing_${index - 1}}`;
    return `  ${name}: {key: id, columns: {id: integer, before: integer, day: date, ${columns}}${refers}}`;
  });
  const shown = names.map((name) =>
    [
      `  ${name}:`,
      "    dimensions:",
      "      day: {type: time, timeframes: [date, month]}",
      ...Array.from(
        { length: FIELDS - 4 },
        (_, index) => `      value_${index}: {description: Value ${index}}`,
      ),
      "    measures:",
      "      count: {type: count}",
      "      total: {type: sum, of: value_0}",
    ].join("\n"),
  );
  const explores = names
    .filter((_, index) => index % 10 === 9)
    .map((name) => {
      const last = Number(name.slice("thing_".length));
      const joins = Array.from({ length: 9 }, (_, step) => {
        const from = step === 0 ? "" : `from: thing_${last - step}`;
        return `      thing_${last - step - 1}: {${from}}`;
      });
      return [`  ${name}:`, "    joins:", ...joins].join("\n");
    });
  return [
    "model: wide",
    "connection: warehouse",
    "tables:",
    ...tables,
    "views:",
    ...shown,
    "explores:",
    ...explores,
    "",
  ].join("\n");
}

/** One measurement. */
export interface Generated {
  readonly views: number;
  readonly fields: number;
  readonly checkMs: number;
  readonly generateMs: number;
  readonly megabytes: number;
  readonly files: number;
}

/** @throws Error when the model is refused: the measurement would be of something else */
export function measureGenerator(views: number): Generated {
  const text = wideModel(views);
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const { model, problems } = compile(text, "wide.yml");
  const checked = performance.now();
  if (model === undefined) throw new Error(problems[0]?.printed);
  const files = emitLookml(model);
  const done = performance.now();
  return {
    views,
    fields: model.views.reduce((sum, view) => sum + view.fields.length, 0),
    checkMs: checked - start,
    generateMs: done - checked,
    megabytes: (process.memoryUsage().heapUsed - before) / 2 ** 20,
    files: files.length,
  };
}

/**
 * What `generate --watch` takes to print again when one view was edited, in milliseconds of processor: the median
 * of so many edits, after as many for the process to get going.
 */
export function measureRebuild(views: number, edits: number): number {
  const text = wideModel(views);
  const kept = openKept();
  const times: number[] = [];
  for (let edit = 0; edit < 2 * edits; edit += 1) {
    const edited = text.replace("value_3: {description: Value 3}", `value_3: {description: Edit ${edit}}`);
    const before = process.cpuUsage();
    const { model, problems } = compile(edited, "wide.yml", [], undefined, kept);
    if (model === undefined) throw new Error(problems[0]?.printed);
    emitProject(model, [], kept);
    const used = process.cpuUsage(before);
    if (edit >= edits) times.push((used.user + used.system) / 1000);
  }
  return median(times);
}

/** As `measureRebuild`, with the model read from disk and its files compared with what lies there and written. */
export async function measureTurn(views: number, edits: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "viewfinder-bench-"));
  try {
    const file = join(folder, "wide.yml");
    const text = wideModel(views);
    const kept = openKept();
    const times: number[] = [];
    for (let edit = 0; edit < 2 * edits; edit += 1) {
      writeFileSync(
        file,
        text.replace("value_3: {description: Value 3}", `value_3: {description: Edit ${edit}}`),
      );
      const before = process.cpuUsage();
      const model = await loadModel(file, undefined, kept);
      await writeFiles(join(folder, "lookml"), emitProject(model, [], kept));
      const used = process.cpuUsage(before);
      if (edit >= edits) times.push((used.user + used.system) / 1000);
    }
    return median(times);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1]?.endsWith("generator.ts") === true) {
  console.log(
    `an edit of one view of 100, printed again: ${measureRebuild(100, 9).toFixed(0)} ms of processor; with the disk: ${(await measureTurn(100, 9)).toFixed(0)} ms\n`,
  );
  console.log("views   fields   check   generate   heap      files");
  for (const views of [100, 500, 1_000, 2_000]) {
    const one = measureGenerator(views);
    console.log(
      `${String(views).padEnd(7)} ${String(one.fields).padEnd(8)} ${(one.checkMs / 1000).toFixed(2)} s  ${(one.generateMs / 1000).toFixed(2)} s     ${one.megabytes.toFixed(0).padStart(4)} MB   ${one.files}`,
    );
  }
}
