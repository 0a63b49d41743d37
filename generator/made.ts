// A dimension that is made of steps or cases -> its values, and the SQL that tells them and their order.
import type { FilterLanguage } from "./filter/tree.ts";
import type { Expression, Piece } from "./model/expression.ts";
import type { Dimension } from "./model/field.ts";
import type { Made, TierStyle } from "./model/made.ts";

/** The values of a dimension that the model knows all of, in their order; undefined where only the data knows them. */
export function valuesOf(dimension: Pick<Dimension, "made" | "type">): readonly string[] | undefined {
  const { made } = dimension;
  if (made === undefined) return undefined;
  switch (made.kind) {
    case "tier":
      return [...tierLabels(made.tiers, made.style), unknownLabel(made.style)];
    case "case": {
      const labels = [
        ...made.cases.map((one) => one.label),
        ...(made.otherwise === undefined ? [] : [made.otherwise]),
      ];
      const values = [...new Set(labels)];
      return made.alphaSort ? values.toSorted() : values;
    }
    default:
      return undefined;
  }
}

/** The language a dimension's filters are written in: Looker's own choice for its type. */
export function dimensionLanguage(dimension: Pick<Dimension, "made" | "type">): FilterLanguage {
  const kind = dimension.made?.kind;
  return kind === "tier" || kind === "location" ? kind : dimension.type;
}

/** The SQL of what a dimension is made of: each row's value. */
export function madeExpression(made: Exclude<Made, { readonly kind: "zipcode" }>): Expression {
  if (made.kind === "duration") {
    const { interval, start, end } = made;
    return { pieces: [{ kind: "span", interval, start: start.pieces, end: end.pieces }], unknown: undefined };
  }
  if (made.kind === "location") return placeExpression(whole(made.latitude), whole(made.longitude));
  const { branches, otherwise } = branchesOf(made);
  return caseOf(
    branches.map((branch) => ({ when: branch.when, value: literal(branch.label) })),
    otherwise === undefined ? undefined : literal(otherwise),
  );
}

/**
 * The SQL of a number that stands as the values do, where the alphabet would put them otherwise: Looker sorts by
 * such a column (`…__sort_`).
 * @returns undefined where values stand as they are
 */
export function rankExpression(dimension: Pick<Dimension, "made" | "type">): Expression | undefined {
  const { made } = dimension;
  if (made?.kind !== "tier" && made?.kind !== "case") return undefined;
  if (made.kind === "case" && made.alphaSort) return undefined;
  const { branches, otherwise } = branchesOf(made);
  return caseOf(
    branches.map(({ when }, index) => ({ when, value: String(index + 1) })),
    otherwise === undefined ? undefined : String(branches.length + 1),
  );
}

/** Looker shows a place as its latitude and longitude with a comma between, and one without both not at all. */
function placeExpression(latitude: readonly Piece[], longitude: readonly Piece[]): Expression {
  const pieces = [
    text("CASE WHEN "),
    ...latitude,
    text(" IS NOT NULL AND "),
    ...longitude,
    text(" IS NOT NULL THEN CAST("),
    ...latitude,
    text(" AS VARCHAR(64)) || ',' || CAST("),
    ...longitude,
    text(" AS VARCHAR(64)) END"),
  ];
  return { pieces, unknown: undefined };
}

interface Branches {
  readonly branches: readonly { readonly when: readonly Piece[]; readonly label: string }[];
  readonly otherwise: string | undefined;
}

/** Each condition is tested only where those before it did not hold, as CASE does. */
function branchesOf(made: Extract<Made, { readonly kind: "tier" | "case" }>): Branches {
  switch (made.kind) {
    case "tier": {
      const of = whole(made.of);
      const labels = tierLabels(made.tiers, made.style);
      const last = made.tiers.at(-1) ?? 0;
      return {
        branches: labels.map((label, index) => ({
          when: [...of, text(index < made.tiers.length ? ` < ${made.tiers[index]}` : ` >= ${last}`)],
          label,
        })),
        otherwise: unknownLabel(made.style),
      };
    }
    case "case":
      return {
        branches: made.cases.map(({ when, label }) => ({ when: when.pieces, label })),
        otherwise: made.otherwise,
      };
  }
}

function caseOf(
  branches: readonly { readonly when: readonly Piece[]; readonly value: string }[],
  otherwise: string | undefined,
): Expression {
  const pieces = branches.flatMap(({ when, value }) => [text(" WHEN "), ...when, text(` THEN ${value}`)]);
  return {
    pieces: joined([
      text("CASE"),
      ...pieces,
      text(otherwise === undefined ? " END" : ` ELSE ${otherwise} END`),
    ]),
    unknown: undefined,
  };
}

/** An expression as pieces that can stand beside an operator. */
function whole(expression: Expression): readonly Piece[] {
  const { pieces, unknown } = expression;
  if (unknown !== undefined) return [text("NULLIF("), ...pieces, text(`, ${unknown})`)];
  const [only, ...more] = pieces;
  const atom = more.length === 0 && (only?.kind === "column" || only?.kind === "field");
  return atom ? pieces : [text("("), ...pieces, text(")")];
}

/** Texts that stand side by side become one. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (piece.kind === "text" && last?.kind === "text") all.splice(-1, 1, text(last.text + piece.text));
    else all.push(piece);
  }
  return all;
}

/**
 * The names of a tier's steps, as Looker spells them: whole numbers in style `integer`, and a decimal at least in
 * the others (`[10.0,20.0)`), which is how SQL written by Looker has them.
 */
function tierLabels(tiers: readonly number[], style: TierStyle): readonly string[] {
  const [first = 0] = tiers;
  const last = tiers.at(-1) ?? 0;
  const between = tiers.slice(1).map((end, index) => [tiers[index] ?? 0, end] as const);
  const said = (tier: number): string => (Number.isInteger(tier) ? `${tier}.0` : String(tier));
  switch (style) {
    case "integer":
      return [
        `Below ${first}`,
        ...between.map(([start, end]) => `${start} to ${end - 1}`),
        `${last} or Above`,
      ];
    case "relational":
      return [
        `< ${said(first)}`,
        ...between.map(([start, end]) => `>= ${said(start)} and < ${said(end)}`),
        `>= ${said(last)}`,
      ];
    case "interval":
    case "classic": {
      const spans = [
        `(-inf,${said(first)})`,
        ...between.map(([start, end]) => `[${said(start)},${said(end)})`),
        `[${said(last)},inf)`,
      ];
      if (style === "interval") return spans;
      return spans.map((span, index) => `T${String(index).padStart(2, "0")} ${span}`);
    }
  }
}

/** What rows are called whose number is not known. */
function unknownLabel(style: TierStyle): string {
  return style === "classic" ? "TXX Undefined" : "Undefined";
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function text(value: string): Piece {
  return { kind: "text", text: value };
}
