// What is asked and answered, and who asks: the words between routes and answering.
import type { Coverage } from "../../coverage.ts";
import type { FilterContext } from "../../filter/context.ts";
import type { WholeQuestion } from "../../question.ts";
import type { WholeAnswer } from "../../whole-answer.ts";
import type { Part } from "../../whole-answer/parts.ts";
import type { Published } from "./published.ts";

/** Who asks, as far as answering has to know. */
export interface Asker {
  /** Whose name stands in the list of running questions and in the log. */
  readonly name: string;
  /** The id of the request that the question came with, for the log; the question's own when left out. */
  readonly request?: string | undefined;
  /** Two askers with the same scope may see the same rows; answers are never shared between different ones. */
  readonly scope: string;
}

/** A question, planned. */
export interface AskedQuestion {
  readonly question: WholeQuestion;
  /** Its queries, from `partsOf`; those that the answer needs. */
  readonly parts: readonly Part[];
  /** What the question is called while it runs, for {@link Answering.cancel}; made up when left out. */
  readonly id?: string | undefined;
  /** Wants coverage as well, counted in this context. */
  readonly coverage?: Partial<FilterContext> | undefined;
  /** False computes the answer anew even when it is kept; true when left out. */
  readonly cache?: boolean | undefined;
}

/** An answer with what it can be trusted with. */
export interface Answered {
  readonly whole: WholeAnswer;
  /** Undefined unless it was asked for. */
  readonly coverage: Coverage | undefined;
  /** The run that all of it comes from; undefined when no run is known to have published anything. */
  readonly published: Published | undefined;
  /** Whether it was kept from an earlier question. */
  readonly fromCache: boolean;
  /** When it was computed. */
  readonly ranAt: Date;
  /** The same for the same content of the same run only, for an ETag; undefined when nothing is kept of it. */
  readonly tag: string | undefined;
}

/** A question that has no answer yet. */
export interface RunningQuestion {
  readonly id: string;
  /** The asker's name. */
  readonly who: string;
  readonly question: WholeQuestion;
  /** Whether the database has it. */
  readonly state: "waiting" | "running";
  readonly since: Date;
}

/** How much is under way and kept. */
export interface AnsweringState {
  readonly underWay: number;
  readonly waiting: number;
  readonly keptAnswers: number;
  readonly keptBytes: number;
  /** Whether no more questions are taken. */
  readonly closed: boolean;
}

/** Work that is listed while it is under way. */
export interface Named {
  readonly id?: string | undefined;
  /** Whose it is. */
  readonly who: string;
  readonly question: WholeQuestion;
}
