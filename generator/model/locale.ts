// A locale: the words people read, in another language than that of looker.yml.
import type { At } from "./at.ts";

/** The words of a model in another language, or for other readers. */
export interface Locale {
  /** As Looker's user attribute `locale` has it, e.g. `de` or `es_ES`. */
  readonly name: string;
  /** By the text of looker.yml, on one line; what is not here is read as looker.yml has it. */
  readonly texts: Readonly<Record<string, string>>;
  readonly at: At;
}
