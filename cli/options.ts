// The options that stand before the command.

/** Options that every command takes. */
export interface GlobalOptions {
  readonly model: string;
  readonly verbose?: boolean;
}
