// A project's files -> its views and explores whole: what they extend put below them, refinements put over them.
import { HEADER } from "../emit/file.ts";
import { type Block, blocksOf, type Project } from "./project.ts";

/** A view or explore with everything that other files add to it. */
export interface Whole {
  readonly name: string;
  readonly block: Block;
  /** The words of the comment right above it; they are what it is about. */
  readonly comment: string | undefined;
}

/** A project, assembled. */
export interface Assembled {
  readonly views: readonly Whole[];
  readonly explores: readonly Whole[];
  /** The parameters of its model files together, the later file's standing. */
  readonly model: Block;
  readonly modelName: string | undefined;
  readonly modelComment: string | undefined;
  readonly manifest: Block;
}

/** The keys under which blocks are kept by name; merging goes into them. */
const NAMED = new Set([
  "dimension",
  "dimension_group",
  "measure",
  "parameter",
  "filter",
  "set",
  "join",
  "aggregate_table",
]);

/** Data tests that we print stand with what only they need; they are printed anew, so their files are not read. */
export function isOwnTest({ path, text }: { readonly path: string; readonly text: string }): boolean {
  return path.startsWith("tests/") && text.startsWith(HEADER);
}

/** @returns views and explores in the order of their files */
export function assemble(project: Project): Assembled {
  const files = project.files.filter((file) => !isOwnTest(file));
  const models = files.filter(({ path }) => path.endsWith(".model.lkml"));
  const manifest = files.find(({ path }) => path.endsWith("manifest.lkml"));
  const modelFile = models[0];
  return {
    views: wholes("view", files, project),
    explores: wholes("explore", files, project),
    model: models.reduce<Block>((all, { root }) => merged(all, root, project), {}),
    modelName: modelFile?.path.replace(/^.*\//, "").replace(/\.model\.lkml$/, ""),
    modelComment:
      modelFile === undefined ? undefined : commentAbove(modelFile.text, /^(?:label|connection):/m),
    manifest: manifest?.root ?? {},
  };
}

function wholes(type: "view" | "explore", files: Project["files"], project: Project): readonly Whole[] {
  const plain = new Map<string, { readonly block: Block; readonly comment: string | undefined }>();
  const refinements: (readonly [string, Block])[] = [];
  for (const { root, text } of files) {
    for (const [name, found] of blocksOf(root, type)) {
      // The parser gathers the refinements of one file in a list.
      const all: readonly Block[] = Array.isArray(found) ? found : [found];
      const [block] = all;
      if (name.startsWith("+")) refinements.push(...all.map((one) => [name.slice(1), one] as const));
      else if (block !== undefined)
        plain.set(name, { block, comment: commentAbove(text, new RegExp(`^${type}:\\s*${name}\\b`, "m")) });
    }
  }
  for (const [name, block] of refinements) {
    const found = plain.get(name);
    if (found !== undefined) plain.set(name, { ...found, block: merged(found.block, block, project) });
  }
  const blocks = new Map([...plain].map(([name, { block }]) => [name, block]));
  return [...plain]
    .filter(([, { block }]) => block["extension"] !== "required")
    .map(([name, { block, comment }]) => ({
      name,
      comment,
      block: withBases(block, blocks, project, new Set([name])),
    }));
}

/** `extends: [a, b]`: the block stands over b, which stands over a. */
function withBases(
  block: Block,
  all: ReadonlyMap<string, Block>,
  project: Project,
  seen: ReadonlySet<string>,
): Block {
  const named = block["extends"] ?? block["extends__all"];
  const names = (Array.isArray(named) ? named.flat() : [named]).filter(
    (name): name is string => typeof name === "string" && !seen.has(name),
  );
  const bases = names.flatMap((name) => {
    const base = all.get(name);
    return base === undefined ? [] : [withBases(base, all, project, new Set([...seen, name]))];
  });
  const below = bases.reduce<Block>((under, base) => merged(under, base, project), {});
  return Object.keys(below).length === 0 ? block : merged(below, block, project);
}

/** One block over another: named blocks inside are merged one by one, everything else is replaced. */
function merged(under: Block, over: Block, project: Project): Block {
  const made: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = made[key];
    made[key] =
      NAMED.has(key) && isBlock(below) && isBlock(value) ? mergedByName(below, value, project) : value;
  }
  project.inherit(made, Object.keys(under).length === 0 ? over : under);
  return made;
}

function mergedByName(under: Block, over: Block, project: Project): Block {
  const made: Record<string, unknown> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = made[name];
    made[name] = isBlock(below) && isBlock(value) ? merged(below, value, project) : value;
  }
  return made;
}

function isBlock(value: unknown): value is Block {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function commentAbove(text: string, start: RegExp): string | undefined {
  const index = text.search(start);
  if (index < 0) return undefined;
  const above = text.slice(0, index).replace(/\n$/, "").split("\n");
  const last = above.at(-1) ?? "";
  return last.startsWith("# ") && !text.startsWith(last) && last !== HEADER ? last.slice(2) : undefined;
}
