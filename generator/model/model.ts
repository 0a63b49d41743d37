// The model: the whole of looker.yml, resolved and checked. Plain, frozen, JSON-printable, in looker.yml's order.
import type { ByHand } from "./by-hand.ts";
import type { AccessGrant } from "./access-grant.ts";
import type { OwnTest } from "./data-test.ts";
import type { Explore } from "./explore.ts";
import type { Locale } from "./locale.ts";
import type { QuestionForm } from "./question-form.ts";
import type { Source } from "./source.ts";
import type { Table } from "./table.ts";
import type { Calendar } from "./timeframe.ts";
import type { View } from "./view.ts";

/** Whoever holds a Model holds one that is complete. Nouns point to each other by name. */
export interface Model {
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  /** The connection's name in Looker. */
  readonly connection: string;
  /** The warehouse schema the tables live in. */
  readonly schema: string;
  /** Whether text filters tell capital letters from small ones: Looker's `case_sensitive`. */
  readonly caseSensitive: boolean;
  /** How many published runs back the tables can be brought; undefined when the model does not say. */
  readonly generations?: number | undefined;
  /** How times are cut into weeks and fiscal years. */
  readonly calendar: Calendar;
  /** The locale its words are in; undefined where it has no other. */
  readonly locale?: string | undefined;
  /** Its words in other languages. */
  readonly locales?: readonly Locale[] | undefined;
  readonly accessGrants: readonly AccessGrant[];
  /** What Looker is told beside it: LookML written by hand. */
  readonly lookml?: ByHand | undefined;
  readonly sources: readonly Source[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly explores: readonly Explore[];
  readonly questions: readonly QuestionForm[];
  /** Data tests of the user's own; undefined when there are none. */
  readonly tests?: readonly OwnTest[] | undefined;
}
