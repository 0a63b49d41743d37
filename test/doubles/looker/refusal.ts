// What Looker answers when it does not do what it was asked: a status, and its Error (API 4.0).

/** Thrown by a route. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly { readonly field: string; readonly message: string }[];

  constructor(
    status: number,
    message: string,
    errors: readonly { readonly field: string; readonly message: string }[] = [],
  ) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** What a missing right and a missing thing look like alike. */
export const NOT_FOUND = (): Refusal => new Refusal(404, "Not found");
