// Values: what is read from a text is what it says, exactly, or it is refused.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ColumnType } from "../generator/index.ts";
import { readLiteral, type Literal } from "../hydrate/record/literal.ts";
import { readScalar, type Coercion } from "../hydrate/record/scalar.ts";

function read(
  text: string,
  type: ColumnType,
): { readonly value: unknown; readonly coerced: readonly Coercion[] } {
  const coerced: Coercion[] = [];
  return { value: readScalar(text, type, (one) => coerced.push(one)), coerced };
}

const integer: ColumnType = { kind: "integer" };
const text: ColumnType = { kind: "text", bytes: undefined };
const unfit = { unfit: expect.any(String) as string };

describe("numbers", () => {
  test("a decimal keeps its value to the last digit, in whatever way it is written, or is refused", () => {
    const written = fc.tuple(
      fc.bigInt(-(10n ** 12n), 10n ** 12n),
      fc.integer({ min: -8, max: 8 }),
      fc.nat({ max: 4 }),
      fc.nat({ max: 3 }),
    );
    fc.assert(
      fc.property(written, ([digits, exponent, shift, zeros]) => {
        const type: ColumnType = { kind: "decimal", precision: 14, scale: 5 };
        // The same number with `shift` digits behind a point, and more zeros than it needs.
        const sign = digits < 0n ? "-" : "";
        const plain = String(digits < 0n ? -digits : digits).padStart(shift + 1, "0");
        const point =
          shift === 0 ? plain : `${plain.slice(0, -shift)}.${plain.slice(-shift)}${"0".repeat(zeros)}`;
        const { value } = read(`${sign}${"0".repeat(zeros)}${point}e${exponent + shift}`, type);
        // In units of 10^-8, where every number here is whole.
        const units = digits * 10n ** BigInt(exponent + 8);
        const fits = units % 1000n === 0n && (units < 0n ? -units : units) < 10n ** 17n;
        const [whole = "", fraction = ""] = typeof value === "string" ? value.split(".") : [];
        const found = typeof value === "string" ? BigInt(`${whole}${fraction.padEnd(8, "0")}`) : value;
        expect(found).toEqual(fits ? units : unfit);
      }),
      { numRuns: 1000 },
    );
  });

  test("a whole number is itself in 64 bits, and nothing else", () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 65n), 2n ** 65n), (number) => {
        const fits = BigInt.asIntN(64, number) === number;
        expect(read(String(number), integer)).toEqual({ value: fits ? String(number) : unfit, coerced: [] });
      }),
    );
  });

  test.each([
    ["81.0", "81", ["whole"]],
    ["8.1e1", "81", ["whole"]],
    ["007", "7", ["whole"]],
    ["-0", "0", ["whole"]],
    [" 5 ", "5", ["trimmed"]],
    ["", null, ["empty"]],
    [" \t", null, ["blank"]],
  ])("%j as a whole number is %j", (written, value, coerced) => {
    expect(read(written, integer)).toEqual({ value, coerced });
  });

  test.each([
    "81.5",
    "1e-1",
    "+5",
    "1,000",
    "1_000",
    "0x1F",
    "NaN",
    "Infinity",
    "1.2.3",
    ".",
    "-",
    "e5",
    "٣",
    "--1",
    "1e999999",
  ])("%j is no whole number", (written) => {
    expect(read(written, integer).value).toEqual(unfit);
  });

  test("doubles keep their value, and never become infinite", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(Number(read(String(number), { kind: "double" }).value)).toBe(
          number === 0 ? Number(String(number)) : number,
        );
      }),
    );
    expect(read("1e309", { kind: "double" }).value).toEqual(unfit);
  });
});

describe("days and times", () => {
  const date: ColumnType = { kind: "date" };
  const timestamp: ColumnType = { kind: "timestamp" };

  test("a day is a day of the calendar", () => {
    const part = fc.tuple(
      fc.integer({ min: 1, max: 2400 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(part, ([year, month, day]) => {
        const written = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
        const clock = new Date(`${written}T00:00:00Z`);
        const real = !Number.isNaN(clock.getTime()) && clock.toISOString().startsWith(written);
        expect(read(written, date).value).toEqual(real ? written : unfit);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(["1995-1-1", "30.10.1995", "10/30/1995", "1995-10-30T00:00:00", "0000-01-01", "tomorrow"])(
    "%j is no day",
    (written) => {
      expect(read(written, date).value).toEqual(unfit);
    },
  );

  test.each([
    ["2026-01-31 23:59:59", "2026-01-31 23:59:59"],
    ["2026-01-31T23:59", "2026-01-31 23:59:00"],
    ["2026-01-31T23:59:59.120000Z", "2026-01-31 23:59:59.12"],
    ["2026-01-31T23:30:00-01:00", "2026-02-01 00:30:00"],
    ["0099-12-31T23:30:00+0030", "0099-12-31 23:00:00"],
  ])("%j is %j in UTC", (written, value) => {
    expect(read(written, timestamp).value).toBe(value);
  });

  test.each([
    "2026-01-31",
    "2026-01-31 24:00:00",
    "2026-01-31 23:60",
    "2026-01-31 23:59:60",
    "2026-02-29 00:00",
    "2026-01-31 23:59:59.1234567",
    "0001-01-01T00:00:00+01:00",
  ])("%j is no time", (written) => {
    expect(read(written, timestamp).value).toEqual(unfit);
  });
});

describe("texts and booleans", () => {
  test("a text keeps every character but blanks at its end", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (written) => {
        const kept = written.includes("\0") ? unfit : written.replace(/ +$/, "");
        expect(read(written, text).value).toEqual(written.trim() === "" ? null : kept);
      }),
    );
  });

  test("a text is measured in bytes", () => {
    expect(read("é".repeat(20), { kind: "text", bytes: 40 }).value).toBe("é".repeat(20));
    expect(read("é".repeat(20) + "e", { kind: "text", bytes: 40 }).value).toEqual(unfit);
  });

  test("booleans are said in three ways each", () => {
    const said = ["True", "true", "TRUE", "False", "false", "FALSE"].map(
      (one) => read(one, { kind: "boolean" }).value,
    );
    expect(said).toEqual(["true", "true", "true", "false", "false", "false"]);
    for (const other of ["yes", "1", "0", "t", "tRUE"])
      expect(read(other, { kind: "boolean" }).value).toEqual(unfit);
  });
});

describe("literals", () => {
  /** A literal as plain data, to compare. Numbers stay as they were written. */
  function plain(literal: ReturnType<typeof readLiteral>): unknown {
    if (literal.kind === "list") return literal.items.map((item) => plain(item));
    if (literal.kind === "dict")
      return Object.fromEntries(
        [...literal.entries].map(([key, value]: [string, Literal]) => [key, plain(value)]),
      );
    if (literal.kind === "none") return null;
    if (literal.kind === "unreadable") return literal;
    return literal.kind === "text" ? literal.value : `${literal.kind} ${literal.value}`;
  }
  function expected(data: unknown): unknown {
    if (Array.isArray(data)) return data.map(expected);
    if (typeof data === "object" && data !== null)
      return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, expected(value)]));
    return typeof data === "number" || typeof data === "boolean" ? `${typeof data} ${data}` : data;
  }
  /** What Python's `repr` prints: single quotes, unless the text holds them and no double ones. */
  function repr(data: unknown, ascii: boolean): string {
    if (Array.isArray(data)) return `[${data.map((one) => repr(one, ascii)).join(", ")}]`;
    if (data === null) return "None";
    if (typeof data === "boolean") return data ? "True" : "False";
    if (typeof data === "object") {
      return `{${Object.entries(data ?? {})
        .map(([key, value]) => `${repr(key, ascii)}: ${repr(value, ascii)}`)
        .join(", ")}}`;
    }
    if (typeof data === "number") return String(data);
    if (typeof data !== "string") throw new TypeError("Python has no such literal here");
    const quote = data.includes("'") && !data.includes('"') ? '"' : "'";
    const body = Array.from(data, (character) => {
      if (character === "\\" || character === quote) return `\\${character}`;
      const code = character.codePointAt(0) ?? 0;
      const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
      if (short !== undefined) return short;
      if (code >= 32 && code < 127) return character;
      if (!ascii && code > 0xa0 && !/[\p{C}\p{Z}]/u.test(character)) return character;
      if (code < 256) return `\\x${code.toString(16).padStart(2, "0")}`;
      return code < 65536
        ? `\\u${code.toString(16).padStart(4, "0")}`
        : `\\U${code.toString(16).padStart(8, "0")}`;
    }).join("");
    return `${quote}${body}${quote}`;
  }
  const key = fc.string({ unit: "grapheme", maxLength: 6 }).filter((one) => one !== "__proto__");
  const { data } = fc.letrec((tie) => ({
    data: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: "grapheme" }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom("O'Connor", 'say "hi"', "both ' and \"", "back\\slash", "'", "[", "}"),
      fc.array(tie("data"), { maxLength: 4 }),
      fc.dictionary(key, tie("data"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));

  test("what JSON writes is read back", () => {
    fc.assert(
      fc.property(data, fc.constantFrom(0, 2), (one, indent) => {
        expect(plain(readLiteral(JSON.stringify(one, null, indent)))).toEqual(expected(one));
      }),
    );
  });

  test("what Python writes is read back", () => {
    fc.assert(
      fc.property(data, fc.boolean(), (one, ascii) => {
        expect(plain(readLiteral(repr(one, ascii)))).toEqual(expected(one));
      }),
    );
  });

  test("a literal that lost its end is never taken for another one", () => {
    fc.assert(
      fc.property(
        fc.array(data, { minLength: 1, maxLength: 3 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.boolean(),
        (one, share, python) => {
          const written = python ? repr(one, false) : JSON.stringify(one);
          const cut = written.slice(0, Math.floor(written.length * share));
          expect(readLiteral(cut)).toMatchObject({ kind: "unreadable" });
        },
      ),
    );
  });

  test.each([
    ["[1, 2", 6, "a comma or `]` is expected; the cell ends too early"],
    ["[1 2]", 4, "a comma or `]` is expected"],
    ["['a]", 2, "a text begins here and its closing quote never comes"],
    ["['a' 'b']", 6, "a comma or `]` is expected"],
    ["{'a' 1}", 6, "a colon is expected after the key"],
    ["{[]: 1}", 2, "a key must be a text or a number"],
    ["['\\x4']", 3, "`\\x` needs 2 hexadecimal digits of a character"],
    ["['\\U00110000']", 3, "`\\U` needs 8 hexadecimal digits of a character"],
    ["['\\N{BULLET}']", 3, "`\\N` is not an escape that can be read"],
    ["['a\nb']", 4, "a text is broken by a line end"],
    ["[] # done", 4, "more text follows where the value has ended"],
    ["[,]", 2, "a value is expected (a text in quotes, a number, a list, a dict, True, False or None)"],
    ["open('x')", 1, "a value is expected (a text in quotes, a number, a list, a dict, True, False or None)"],
  ])("%j cannot be read from character %i on: %s", (written, at, reason) => {
    expect(readLiteral(written)).toEqual({ kind: "unreadable", at, reason });
  });

  test("comma before the closing bracket, octal escapes and Python 2's texts are read", () => {
    expect(plain(readLiteral(String.raw`[u'\101\7', "\/", 1., -.5e3, {1: None,},]`))).toEqual([
      "A\u0007",
      "/",
      "number 1.",
      "number -.5e3",
      { 1: null },
    ]);
  });
});
