// A source's name as typed -> the model's source, or what was probably meant.
import { didYouMean, Mistake, type Model, type Source } from "../../generator/index.ts";
import { listed } from "../words.ts";

/** @throws Mistake when the model has no source of this name */
export function sourceNamed(model: Model, name: string): Source {
  const found = model.sources.find((source) => source.name === name);
  if (found !== undefined) return found;
  const names = model.sources.map((source) => source.name);
  throw new Mistake(
    `The model has no source \`${name}\` (${didYouMean(name, names) ?? `one of: ${listed(names)}`}).`,
  );
}
