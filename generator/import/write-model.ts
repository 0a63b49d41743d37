// A model as plain values -> the text of a looker.yml: what fits on a line stands on one.
import { Document, isMap, isScalar, isSeq, type Node, type Pair, stringify, visit } from "yaml";

const WIDTH = 140;
/** How deep the model's sections, their nouns and the nouns' own parts go before a map may stand on one line. */
const OPEN = 2;

/** @returns YAML text that ends in a line end */
export function writeModel(model: Readonly<Record<string, unknown>>): string {
  const document = new Document(model);
  const root = document.contents;
  if (!isMap(root)) throw new Error("a model is a map");
  for (const pair of root.items) {
    inline(pair.value as Node | null, 0);
    if (isMap(pair.value) && isScalar(pair.key)) pair.key.spaceBefore = true;
  }
  // Nothing at all after a colon says "as it is".
  visit(document, {
    Scalar: (_key, node) => {
      if (node.value === null) node.source = "";
    },
  });
  return document
    .toString({
      lineWidth: 0,
      flowCollectionPadding: false,
      nullStr: "",
      singleQuote: true,
      minContentWidth: 0,
    })
    .replaceAll(/[ \t]+$/gm, "");
}

function inline(node: Node | null, depth: number): void {
  if (isSeq(node)) {
    if (fits(node, depth)) node.flow = true;
    else for (const one of node.items) inline(one as Node | null, depth + 1);
  }
  if (!isMap(node)) return;
  if (depth >= OPEN && fits(node, depth)) {
    node.flow = true;
    return;
  }
  for (const pair of node.items as readonly Pair<unknown, Node | null>[]) inline(pair.value, depth + 1);
}

function fits(node: Node, depth: number): boolean {
  const text = stringify(node.toJSON(), { collectionStyle: "flow", lineWidth: 0 });
  return !/\\n/.test(text) && text.length + 2 * depth + 16 <= WIDTH;
}
