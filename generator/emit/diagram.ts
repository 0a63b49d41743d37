// A model -> a picture of it: tables, keys, bridges and the explores over them, as Mermaid and as SVG.
import type { Model } from "../model/model.ts";
import { printMermaid } from "./diagram/mermaid.ts";
import { arrange } from "./diagram/arrange.ts";
import { drawSvg } from "./diagram/svg.ts";

/** The ways a diagram can be written. */
export const DIAGRAM_FORMATS = ["mermaid", "svg"] as const;
/** One of them. */
export type DiagramFormat = (typeof DIAGRAM_FORMATS)[number];

/**
 * @param format `mermaid`: an entity relationship diagram (https://mermaid.js.org/syntax/entityRelationshipDiagram.html),
 *   which GitHub shows in Markdown; `svg`: a picture that needs nothing else to be looked at
 * @returns text that ends in a line end
 */
export function emitDiagram(model: Model, format: DiagramFormat): string {
  return format === "mermaid" ? printMermaid(model) : drawSvg(model, arrange(model));
}
