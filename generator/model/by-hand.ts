// LookML that the model passes through to Looker as it is, for what looker.yml has no words of its own.

/** Parameters and blocks by name; which may stand where is in the printer's table. */
export type ByHand = Readonly<Record<string, unknown>>;
