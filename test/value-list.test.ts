// A list of values in memory: which value a text is, and which it was meant to be.
import { expect, test } from "vitest";
import { openList } from "../local/server/suggest/list.ts";

const list = openList(
  ["Warner Bros.", "Élan Films", "Elan  films", "Pixar", "pixar", "Ōkami", "A24"].map((value, index) => ({
    value,
    count: index,
  })),
);

test("a text is the value it equals, else the only one that differs in capitals, accents and blanks", () => {
  const find = (text: string): string | undefined => list.find(text)?.value;
  expect(find("Pixar")).toBe("Pixar");
  expect(find("pixar")).toBe("pixar");
  // Two values are meant, so none is taken.
  expect(find("PIXAR")).toBeUndefined();
  expect(find("elan films")).toBeUndefined();
  expect(find("  warner   BROS. ")).toBe("Warner Bros.");
  expect(find("okami")).toBe("Ōkami");
  expect(find("Warner")).toBeUndefined();
  expect(find("")).toBeUndefined();
});

test("a text that is none has the value near that contains it, or that a slip of the keys made it of", () => {
  expect(list.near("warner")).toBe("Warner Bros.");
  expect(list.near("Waner Bros")).toBe("Warner Bros.");
  expect(list.near("A25")).toBe("A24");
  expect(list.near("something else")).toBeUndefined();
});
