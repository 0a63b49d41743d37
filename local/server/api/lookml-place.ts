// A noun of the model -> the file and line of the generated LookML that says it.
import { emitLookml, type Model } from "../../../generator/index.ts";
import { wholeModel } from "../../visible.ts";

/** Where something stands in the project. */
export interface LookmlPlace {
  /** From the project's root, e.g. `views/orders.view.lkml`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** Finds lines in one project. */
export interface LookmlPlaces {
  /** Paths of all files, in the order Looker reads them. */
  readonly files: readonly string[];
  /** The line of a file that opens a block of this name, e.g. `dimension: title {`; the first line when none does. */
  place(path: string, name: string): LookmlPlace;
  /** Looker's address of a place (API 4.0, `lookml_link`). */
  link(place: LookmlPlace): string;
}

const found = new WeakMap<Model, LookmlPlaces>();

/** Prints the project once a model and remembers what stands where. */
export function lookmlPlaces(model: Model): LookmlPlaces {
  // The files are the same for everybody, also where somebody sees only a part of what they say.
  const whole = wholeModel(model);
  const known = found.get(whole);
  if (known !== undefined) return known;
  const files = emitLookml(whole);
  const lines = new Map(
    files.map((file) => {
      const byName = new Map<string, number>();
      for (const [index, line] of file.text.split("\n").entries()) {
        const [, name] = /^\s*(?:- )?[a-z_]+: (\+?\w+)(?: \{|$)/.exec(line) ?? [];
        if (name !== undefined && !byName.has(name)) byName.set(name, index + 1);
      }
      return [file.path, byName];
    }),
  );
  const places: LookmlPlaces = {
    files: files.map((file) => file.path),
    place: (path, name) => ({ path, line: lines.get(path)?.get(name) ?? 1 }),
    link: ({ path, line }) => `/projects/${model.name}/files/${path}?line=${line}`,
  };
  found.set(whole, places);
  return places;
}
