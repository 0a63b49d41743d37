// A value and a value format -> the value as Looker shows it (Excel's number formats, https://docs.cloud.google.com/looker/docs/custom-formatting).
import { compareDecimals, type Decimal, isZero, movePoint, readDecimal, roundDecimal } from "./decimal.ts";
import { type FormatPiece, type FormatSection, type FormatTest, readFormat } from "./read-format.ts";

const known = new Map<string, readonly FormatSection[]>();

/**
 * Formats decimal text digit by digit, so that no value is rounded but by its format. A value that comes out as
 * zero has no minus sign.
 * @param value a number as decimal text, or any other text, which only a format's fourth section (or `@`) changes
 * @param format e.g. `#,##0.00`, `0.0%`, `[>=1000000]0.0,,"M";[>=1000]0.0,"K";0`
 */
export function formatValue(value: string | number, format: string): string {
  let sections = known.get(format);
  if (sections === undefined) {
    sections = readFormat(format);
    known.set(format, sections);
  }
  const text = String(value);
  const decimal = readDecimal(text);
  if (decimal === undefined) return formatText(text, sections);
  const chosen = choose(decimal, sections);
  if (chosen === undefined) return text;
  const { section, negativeOnly } = chosen;
  const shown = formatNumber({ ...decimal, negative: false }, section);
  const minus = decimal.negative && !negativeOnly && shown.visible;
  return `${minus ? "-" : ""}${shown.text}`;
}

function formatText(text: string, sections: readonly FormatSection[]): string {
  const section = sections[3] ?? sections.find((one) => one.pieces.some((piece) => piece.kind === "value"));
  if (section === undefined) return text;
  return section.pieces
    .map((piece) => (piece.kind === "value" ? text : piece.kind === "text" ? piece.text : ""))
    .join("");
}

/** The section for a number, and whether it is one for negative numbers only, which then need no minus sign. */
function choose(
  decimal: Decimal,
  sections: readonly FormatSection[],
): { readonly section: FormatSection; readonly negativeOnly: boolean } | undefined {
  const [first, second, third] = sections;
  if (first === undefined) return undefined;
  if (sections.some((section) => section.test !== undefined)) {
    const section =
      sections.find((one) => one.test !== undefined && holds(decimal, one.test)) ??
      sections.find((one) => one.test === undefined);
    return section === undefined ? undefined : { section, negativeOnly: belowZero(section.test) };
  }
  if (isZero(decimal)) return { section: third ?? first, negativeOnly: false };
  if (decimal.negative && second !== undefined) return { section: second, negativeOnly: true };
  return { section: first, negativeOnly: false };
}

function holds(decimal: Decimal, { sign, number }: FormatTest): boolean {
  const order = compareDecimals(decimal, number);
  switch (sign) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "=":
      return order === 0;
    case "<>":
      return order !== 0;
  }
}

function belowZero(test: FormatTest | undefined): boolean {
  if (test === undefined) return false;
  return (
    (test.sign === "<" && (test.number.negative || isZero(test.number))) ||
    (test.sign === "<=" && test.number.negative)
  );
}

function formatNumber(
  decimal: Decimal,
  section: FormatSection,
): { readonly text: string; readonly visible: boolean } {
  const { pieces, grouped, power } = section;
  const scaled = movePoint(decimal, power);
  const exponentAt = pieces.findIndex((piece) => piece.kind === "exponent");
  if (exponentAt >= 0) return formatScientific(scaled, section, exponentAt);
  const digits = digitsOf(pieces);
  const rounded = roundDecimal(scaled, digits.fraction);
  const written = pieces.some((piece) => piece.kind === "digit")
    ? fill(pieces, rounded, grouped)
    : pieces.map((piece) => (piece.kind === "text" ? piece.text : shortest(piece, scaled))).join("");
  const general = pieces.some((piece) => piece.kind === "general" || piece.kind === "value");
  return { text: written, visible: !isZero(general ? scaled : rounded) };
}

function shortest(piece: FormatPiece, decimal: Decimal): string {
  if (piece.kind !== "general" && piece.kind !== "value") return "";
  const { whole, fraction } = decimal;
  return `${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** `0.00E+00`: with several places before the point the exponent is a multiple of their number. */
function formatScientific(
  decimal: Decimal,
  section: FormatSection,
  exponentAt: number,
): { readonly text: string; readonly visible: boolean } {
  const before = section.pieces.slice(0, exponentAt);
  const after = section.pieces.slice(exponentAt + 1);
  const { whole: places, fraction } = digitsOf(before);
  const step = Math.max(1, places);
  const exponentOf = (one: Decimal): number => {
    if (isZero(one)) return 0;
    const leading =
      one.whole === "" ? -(/^0*/.exec(one.fraction)?.[0].length ?? 0) - 1 : one.whole.length - 1;
    return Math.floor(leading / step) * step;
  };
  let exponent = exponentOf(decimal);
  let mantissa = roundDecimal(movePoint(decimal, -exponent), fraction);
  if (mantissa.whole.length > step) {
    exponent += step;
    mantissa = roundDecimal(movePoint(decimal, -exponent), fraction);
  }
  const piece = section.pieces[exponentAt];
  const sign = exponent < 0 ? "-" : piece?.kind === "exponent" && piece.plus ? "+" : "";
  const power = fill(after, { negative: false, whole: String(Math.abs(exponent)), fraction: "" }, false);
  return { text: `${fill(before, mantissa, section.grouped)}E${sign}${power}`, visible: !isZero(mantissa) };
}

function digitsOf(pieces: readonly FormatPiece[]): { readonly whole: number; readonly fraction: number } {
  const point = pieces.findIndex((piece) => piece.kind === "point");
  const at = point < 0 ? pieces.length : point;
  const count = (some: readonly FormatPiece[]): number =>
    some.filter((piece) => piece.kind === "digit").length;
  return { whole: count(pieces.slice(0, at)), fraction: count(pieces.slice(at)) };
}

/** Puts digits into their places: those before the point from the right, what is over into the first. */
function fill(pieces: readonly FormatPiece[], { whole, fraction }: Decimal, grouped: boolean): string {
  const counts = digitsOf(pieces);
  const digits = whole.split("").toReversed();
  let place = counts.whole;
  let decimals = 0;
  let pointSeen = false;
  const written: string[] = [];
  // A number without a place before the point, as in `.00`, still shows what stands there.
  const first = pieces.findIndex((piece) => piece.kind === "digit" || piece.kind === "point");
  const parted = (digit: string, at: number): string =>
    grouped && at > 0 && at % 3 === 0 ? `${digit},` : digit;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "text") written.push(piece.text);
    if (index === first) {
      const over = digits.slice(counts.whole).map((digit, at) => parted(digit, counts.whole + at));
      written.push(over.toReversed().join(""));
    }
    if (piece.kind === "point") {
      pointSeen = true;
      written.push(".");
    }
    if (piece.kind !== "digit") continue;
    if (pointSeen) {
      const digit = fraction[decimals];
      decimals += 1;
      if (digit !== undefined) written.push(digit);
      else if (piece.sign !== "#") written.push(piece.sign === "0" ? "0" : " ");
      continue;
    }
    place -= 1;
    const digit = digits[place];
    if (digit !== undefined) written.push(parted(digit, place));
    else if (piece.sign === "0") written.push(parted("0", place));
    else if (piece.sign === "?") written.push(" ");
  }
  return written.join("");
}
