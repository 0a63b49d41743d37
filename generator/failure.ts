// The two ways a command fails that are not our bug, told apart by who can act.

/**
 * The user's model, question or drop is wrong: exit code 1. The message is all the user sees, so it
 * says what is wrong, where, and what to do; it may have several lines.
 */
export class Mistake extends Error {
  override readonly name = "Mistake";
}

/**
 * The world is wrong (database, bucket, disk, network): exit code 2. `retry` tells whether running
 * the same command again may help.
 */
export class Outage extends Error {
  override readonly name = "Outage";
  readonly retry: boolean;

  /**
   * @param message what happened and what to do, in words
   * @param options.retry whether the same command may succeed later without any change
   * @param options.cause the error of the driver or the system, for `--verbose` only
   */
  constructor(message: string, options: { readonly retry: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.retry = options.retry;
  }
}
