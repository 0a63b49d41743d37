// What is said when more is asked at once than the server takes on: try again in so many seconds.
import { Outage } from "../../../generator/index.ts";

/** Too much is asked at once: HTTP 429 with `Retry-After`, never 503, since the database is well. */
export class Busy extends Outage {
  /** After how many seconds the same request may be taken. */
  readonly seconds: number;

  /** @param what what there is too much of, e.g. `questions` */
  constructor(what: string, waiting: number, seconds: number) {
    super(
      `As many ${what} wait for the database as may, which is ${waiting}. Try again in ${seconds} seconds.`,
      { retry: true },
    );
    this.seconds = seconds;
  }
}
