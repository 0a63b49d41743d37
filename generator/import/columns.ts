// What SQL in a project reads -> the columns of its tables, with the types their dimensions let them have.

/** Columns of one table, by name, as looker.yml writes their types. */
export interface Columns {
  /** Notes a column; the first type that is more than a guess stays. */
  see(name: string, type?: string): void;
  /** Says the type of a column, whatever was seen of it. */
  say(name: string, type: string): void;
  readonly types: ReadonlyMap<string, string>;
  /** Those that no dimension reads as they are, so that nothing tells their types: they are taken for texts. */
  readonly guessed: ReadonlySet<string>;
}

/** No columns yet. */
export function openColumns(): Columns {
  const types = new Map<string, string>();
  const guessed = new Set<string>();
  return {
    types,
    guessed,
    say: (name, type) => {
      types.set(name, type);
      guessed.delete(name);
    },
    see: (name, type) => {
      if (!types.has(name)) {
        types.set(name, type ?? "text");
        if (type === undefined) guessed.add(name);
      } else if (type !== undefined && guessed.delete(name)) {
        types.set(name, type);
      }
    },
  };
}

/** The column that SQL reads as it is; undefined when it does more than that. */
export function plainColumn(sql: string): string | undefined {
  const found = /^\$\{TABLE\}\.(?:([a-z][a-z0-9_]*)|"([a-z][a-z0-9_]*)")$/.exec(sql.trim());
  return found?.[1] ?? found?.[2];
}

/** Every column of its own table that SQL names. */
export function columnsIn(sql: string): readonly string[] {
  return [...sql.matchAll(/\$\{TABLE\}\."?([a-z][a-z0-9_]*)"?/g)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );
}

/** `NULLIF(x, 0)` -> what is read, and the value that says nothing is known, as YAML has it. */
export function unknownIn(
  sql: string,
): { readonly sql: string; readonly unknown: string | number } | undefined {
  const found = /^NULLIF\((.*),\s*(?:(-?\d+(?:\.\d+)?)|'((?:[^']|'')*)')\)$/is.exec(sql.trim());
  const inner = found?.[1];
  if (inner === undefined || !balanced(inner)) return undefined;
  const unknown = found?.[2] === undefined ? (found?.[3] ?? "").replaceAll("''", "'") : Number(found[2]);
  return { sql: inner, unknown };
}

function balanced(sql: string): boolean {
  let depth = 0;
  for (const letter of sql) {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The dimension that a measure aggregates, as it is or in the exact decimals that averages are printed with. */
export function measuredField(sql: string): string | undefined {
  const found = /^(?:\$\{(\w+)\}|CAST\(\$\{(\w+)\} AS DECIMAL\(38, 12\)\))$/.exec(sql.trim());
  return found?.[1] ?? found?.[2];
}
