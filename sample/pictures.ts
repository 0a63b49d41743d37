// Paths of pictures that do not exist, named as TMDB names them.
import type { Dice } from "./random.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".split("");

/** Throws the path of a picture: 27 letters and digits, as in `poster_path`. */
export function throwPicture(dice: Dice): string {
  return `/${Array.from({ length: 27 }, () => dice.pick(letters)).join("")}.jpg`;
}
