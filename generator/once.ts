// A function of a noun -> the same function, which does its work once for each noun.

/**
 * For what follows from a noun alone: nouns never change, so what was found of one holds as long as it is there.
 * @param work given the same noun it must come to the same result
 */
export function once<Noun extends object, Result>(work: (noun: Noun) => Result): (noun: Noun) => Result {
  const done = new WeakMap<Noun, { readonly result: Result }>();
  return (noun) => {
    let known = done.get(noun);
    if (known === undefined) {
      known = { result: work(noun) };
      done.set(noun, known);
    }
    return known.result;
  };
}
