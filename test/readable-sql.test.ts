// SQL laid out for people: nothing but white space differs from what is run, bound values stand below, and what cannot be read stays.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { showReadable } from "../local/sql/readable.ts";
import { showQuery } from "../local/sql/show.ts";

const FOLDER = new URL("questions/", import.meta.url);
const queryOf = (text: string, values: readonly string[] = []): Parameters<typeof showQuery>[0] => ({
  text,
  values,
  columns: [],
});

/** Words and signs of SQL, quoted texts and names whole. */
const tokens = (sql: string): readonly string[] =>
  sql.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|[^\s\w]/g) ?? [];

describe("SQL laid out for people", () => {
  test.each(readdirSync(FOLDER).filter((name) => name.endsWith(".postgres.sql")))(
    "has the words of %s, in their order",
    (name) => {
      const text = readFileSync(new URL(name, FOLDER), "utf8").replaceAll(/^--.*\n/gm, "");
      const laidOut = showReadable(queryOf(text));
      expect(tokens(laidOut)).toEqual(tokens(text));
    },
  );

  test("breaks long lines and keeps quoted texts and names as they are", () => {
    const text = `SELECT CASE WHEN a.kind = 'two  spaces
and a line' THEN a."odd  name" ELSE NULL END AS "x", COUNT(*) FROM s.a AS a WHERE a.b = $1 AND (a.c > $2 OR a.c IS NULL) GROUP BY 1`;
    const laidOut = showReadable(queryOf(text, ["O'Hara\n", "2"]));
    expect(laidOut).toContain("'two  spaces\nand a line'");
    expect(laidOut).toContain('a."odd  name"');
    expect(laidOut).toMatch(/\n-- \$1 = "O'Hara\\n"\n-- \$2 = "2"\n$/);
    expect(laidOut.split("\n").length).toBeGreaterThan(12);
  });

  test("leaves alone what the formatter cannot read", () => {
    const query = queryOf("SELECT 'never ended FROM x", ["1"]);
    expect(showReadable(query)).toBe(showQuery(query));
  });
});
