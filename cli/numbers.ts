// A number as typed after an option or as an argument -> the number.
import { Mistake } from "../generator/index.ts";

/**
 * @param what how the number is called in the complaint, e.g. `--limit`
 * @returns what reads it; it throws Mistake for anything but a whole number from 1 on
 */
export function positiveNumber(what: string): (typed: string) => number {
  return (typed) => {
    const number = Number(typed);
    if (!/^\d{1,15}$/.test(typed) || number < 1)
      throw new Mistake(`${what} ${typed} is not understood; write a whole number from 1 on.`);
    return number;
  };
}

/** A run's number, also as `run-12` or `#12`. @throws Mistake when it is none */
export function runNumber(typed: string): number {
  return positiveNumber("The run")(typed.replace(/^(?:run[- ]?|#)/i, ""));
}
