// Looker's value formats, a line for each, and a number's digits kept whatever a JavaScript number would make of them.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { movePoint, readDecimal, roundDecimal } from "../local/server/api/format/decimal.ts";
import { namedFormat, renderCell } from "../local/server/api/format/named-formats.ts";
import { formatValue } from "../local/server/api/format/value-format.ts";
import type { QueryColumn } from "../local/query.ts";

describe("the format language", () => {
  test.each([
    // Digits, thousands, decimals.
    ["1234.5", "#,##0", "1,235"],
    ["1234567.891", "$#,##0.00", "$1,234,567.89"],
    ["0", "#,##0", "0"],
    ["0", "#,###", ""],
    ["0.5", "#.##", ".5"],
    ["12", "#.##", "12."],
    ["1234.5", "0.0##", "1234.5"],
    ["3.1", "0.0?", "3.1 "],
    ["5", "??0", "  5"],
    ["5", "000", "005"],
    ["5", "0000,000", "0,000,005"],
    ["1234", "0", "1234"],
    ["7", ".00", "7.00"],
    // Rounding, halves away from zero, on the digits themselves.
    ["1.005", "0.00", "1.01"],
    ["2.5", "0", "3"],
    ["-2.5", "0", "-3"],
    ["0.05", "0.0", "0.1"],
    ["999.995", "#,##0.00", "1,000.00"],
    ["-0.001", "0.00", "0.00"],
    ["9007199254740993", "#,##0", "9,007,199,254,740,993"],
    ["12345678901234567890.12", "#,##0.00", "12,345,678,901,234,567,890.12"],
    ["1e+21", "#,##0", "1,000,000,000,000,000,000,000"],
    ["1.5e-7", "0.00000000", "0.00000015"],
    // Percent, and commas that scale.
    ["0.1234", "#,##0.0%", "12.3%"],
    ["1.5", "0%", "150%"],
    ["1234567", '#,##0,"k"', "1,235k"],
    ["1234567", String.raw`$0.0,,\M`, "$1.2M"],
    ["1234567", "#,##0,.00", "1,234.57"],
    ["1234567", '0.00,,"M"', "1.23M"],
    // Text in quotes, escaped, or plain; places that take no part.
    ["12", '"£"#,##0.00', "£12.00"],
    ["12", '0" days"', "12 days"],
    ["12", String.raw`0\;`, "12;"],
    ["12", '0";"0', "1;2"],
    ["5551234567", "(000) 000-0000", "(555) 123-4567"],
    ["12345", "00000-0000", "00001-2345"],
    ["12", "0_)", "12"],
    ["12", "* 0", "12"],
    ["12", "[Red]0", "12"],
    ["12", "[$€-407]#,##0.00", "€12.00"],
    // Sections: above zero, below, zero, text.
    ["-5", "#,##0;(#,##0)", "(5)"],
    ["5", "#,##0;(#,##0)", "5"],
    ["0", '0;-0;"none"', "none"],
    ["abc", '0;0;0;"<"@">"', "<abc>"],
    ["abc", "0.00", "abc"],
    ["-3", "0.00", "-3.00"],
    ["-1234.5", "$#,##0.00", "-$1,234.50"],
    // Conditions.
    ["1234567", '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "1.2M"],
    ["12345", '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "12.3K"],
    ["5", '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "5"],
    ["-5", '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "-5"],
    ["-3", "[<0](0);0", "(3)"],
    ["1", '[=1]0" day";0" days"', "1 day"],
    ["2", '[=1]0" day";0" days"', "2 days"],
    ["2", '[<>2]"other";0', "2"],
    ["7", "[<5]0.0", "7"],
    // Powers of ten.
    ["1234", "0.00E+00", "1.23E+03"],
    ["0.00012", "0.0E+0", "1.2E-4"],
    ["123456", "##0.0E+0", "123.5E+3"],
    ["999999", "0.0E+0", "1.0E+6"],
    ["1234", "0E-0", "1E3"],
    ["0", "0.0E+0", "0.0E+0"],
    // The number as it is.
    ["12.5", "General", "12.5"],
    ["-12.50", "General", "-12.5"],
    ["12", "", ""],
  ])("%s in %s is %s", (value, format, shown) => {
    expect(formatValue(value, format)).toBe(shown);
  });

  test("never throws, and never loses or makes up a digit of a whole number", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.string(), (number, format) => {
        expect(typeof formatValue(String(number), format)).toBe("string");
        expect(formatValue(String(number), "#,##0").replaceAll(",", "")).toBe(String(number));
        expect(formatValue(String(number), "0.000")).toBe(`${number}.000`);
      }),
    );
  });

  test("rounds as exact arithmetic does", () => {
    const decimal = fc.tuple(
      fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
      fc.integer({ min: 0, max: 20 }),
    );
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 12 }), ([units, scale], places) => {
        const read = readDecimal(String(units));
        if (read === undefined) throw new Error("a whole number was not read");
        const rounded = roundDecimal(movePoint(read, -scale), places);
        const shift = scale - places;
        const size = units < 0n ? -units : units;
        const exact =
          shift <= 0
            ? size * 10n ** BigInt(-shift)
            : (size + 5n * 10n ** BigInt(shift - 1)) / 10n ** BigInt(shift);
        const digits = `${rounded.whole}${rounded.fraction.padEnd(places, "0")}`;
        expect(BigInt(`0${digits}`)).toBe(exact);
      }),
    );
  });
});

describe("Looker's own names", () => {
  test.each([
    ["usd", "1234.5", "$1,234.50"],
    ["usd_0", "1234.5", "$1,235"],
    ["gbp", "1234.5", "£1,234.50"],
    ["gbp_0", "0.4", "£0"],
    ["eur", "-1234.5", "-€1,234.50"],
    ["eur_0", "1234.5", "€1,235"],
    ["decimal_0", "1234.5", "1,235"],
    ["decimal_1", "0.05", "0.1"],
    ["decimal_2", "1234", "1,234.00"],
    ["decimal_3", "1.23456", "1.235"],
    ["decimal_4", "1.23456", "1.2346"],
    ["percent_0", "0.128", "13%"],
    ["percent_1", "0.1284", "12.8%"],
    ["percent_2", "12", "1,200.00%"],
    ["percent_3", "0.1", "10.000%"],
    ["percent_4", "0.1", "10.0000%"],
    ["id", "1234567", "1234567"],
  ])("%s shows %s as %s", (name, value, shown) => {
    expect(formatValue(value, namedFormat(name) ?? "")).toBe(shown);
  });

  test("a name of nobody's is none", () => {
    expect(namedFormat("usd_9")).toBeUndefined();
    expect(namedFormat("constructor")).toBeUndefined();
  });

  test("columns without a format: measures by thousands, dimensions as they are", () => {
    const column = (category: QueryColumn["category"], type: QueryColumn["type"]): QueryColumn => ({
      name: "a.b",
      label: "B",
      category,
      type,
      exact: true,
      format: undefined,
    });
    expect(renderCell(1234567, column("measure", "number"))).toBe("1,234,567");
    expect(renderCell("1234567.891", column("measure", "number"))).toBe("1,234,567.89");
    expect(renderCell(2024, column("dimension", "number"))).toBe("2024");
    expect(renderCell(true, column("dimension", "yesno"))).toBe("Yes");
    expect(renderCell("2024-01-31", column("dimension", "date"))).toBe("2024-01-31");
    expect(renderCell(null, column("measure", "number"))).toBeUndefined();
  });
});
