// The options that stand before the command.

/** Options that every command takes. */
export interface GlobalOptions {
  readonly model: string;
  /** One of the model's `environments:`. */
  readonly environment?: string;
  readonly verbose?: boolean;
}
