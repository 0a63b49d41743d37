// An unknown thrown thing -> the system's or driver's code for it.

/** `ENOENT`, `EACCES`, `57P03` …: the `code` of an error of Node or of `pg`, if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
