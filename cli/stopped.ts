// What a command throws when the user ends it.

/** The user ended the command. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}
