// Variables -> the environment of this process, until they are put back: test files share their process.

/**
 * Sets them.
 * @param values by name; undefined takes a variable away
 * @returns puts back what was there before
 */
export function setEnvironment(values: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  set(Object.entries(values));
  return () => set(before);
}

function set(values: readonly (readonly [name: string, value: string | undefined])[]): void {
  for (const [name, value] of values) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
