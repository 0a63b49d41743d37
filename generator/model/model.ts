// The model: the whole of looker.yml, resolved and checked. Plain, frozen, JSON-printable, in looker.yml's order.
import type { ByHand } from "./by-hand.ts";
import type { AccessGrant } from "./access-grant.ts";
import type { OwnTest } from "./data-test.ts";
import type { Explore } from "./explore.ts";
import type { QuestionForm } from "./question-form.ts";
import type { Source } from "./source.ts";
import type { Table } from "./table.ts";
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
