// The test files that take longer than ten seconds, the longest first.

/** Their names below test/, without `.test.ts`. */
export const LONG: readonly string[] = [
  "page-states",
  "packed",
  "page",
  "looker-deploy",
  "page-battery",
  "hydrate-crash",
  "cli",
  "hydrate-drops",
  "hydrate-conserve",
  "stack",
  "stack-shared",
  "two-hosts",
  "hydrate-alike",
  "looker-walkthrough",
  "hydrate-standing",
  "hydrate-generations",
  "symmetric",
  "serving-http",
  "hydrate-battery",
  "check",
  "looker-real",
];
