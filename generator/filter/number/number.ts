// A number as people write it -> decimal text with every digit kept.
import type { Refuse } from "../refuse.ts";
import type { Scanner } from "../scanner.ts";

const NUMBER = /([-+]?)(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?/iy;
/** Beyond it a double overflows, and no column holds it. */
const MOST_EXPONENT = 307;

/**
 * Reads the number that stands next.
 * @returns e.g. `-0.50`; an exponent stays: `1e6`
 * @throws Mistake when no number stands there
 */
export function readNumber(scanner: Scanner, refuse: Refuse): string {
  scanner.skipBlanks();
  const at = scanner.at;
  const [, sign = "", whole = "", decimals = "", exponent] = scanner.take(NUMBER) ?? [];
  if (whole === "" && decimals === "") {
    scanner.at = at;
    throw refuse(at, scanner.next === "" ? "a number is missing" : `"${scanner.next}" is no number`);
  }
  if (/^0\d/.test(whole))
    throw refuse(at, "a number has neither leading zeros nor separators between thousands");
  if (/[\w.]/.test(scanner.text.charAt(scanner.at)))
    throw refuse(at, `"${/[-+\w.]+/.exec(scanner.text.slice(at))?.[0] ?? ""}" is no number`);
  if (Math.abs(Number(exponent ?? "0")) > MOST_EXPONENT)
    throw refuse(at, `the exponent is beyond ${MOST_EXPONENT}, more than any column holds`);
  const digits = `${whole === "" ? "0" : whole}${decimals === "" ? "" : `.${decimals}`}`;
  const power = exponent === undefined ? "" : `e${Number(exponent)}`;
  return `${sign === "-" ? "-" : ""}${digits}${power}`;
}
