// Lookups that follow names through a model; indexed once per model, so thousands of views stay quick.
import type { Explore } from "./model/explore.ts";
import type { Expression, Piece } from "./model/expression.ts";
import type { Dimension, DimensionGroup, Field } from "./model/field.ts";
import type { Model } from "./model/model.ts";
import type { QuestionForm } from "./model/question-form.ts";
import type { Table } from "./model/table.ts";
import type { Timeframe } from "./model/timeframe.ts";
import type { View } from "./model/view.ts";

/** A field as asked for: a dimension group is asked for by one of its timeframes. */
export type FoundField =
  | { readonly field: Exclude<Field, DimensionGroup> }
  | { readonly field: DimensionGroup; readonly timeframe: Timeframe };

interface Index {
  readonly views: ReadonlyMap<string, View>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly explores: ReadonlyMap<string, Explore>;
  readonly questions: ReadonlyMap<string, QuestionForm>;
}

const indexes = new WeakMap<Model, Index>();
const fieldsOf = new WeakMap<View, ReadonlyMap<string, FoundField>>();

/** The view of that name, if there is one. */
export function findView(model: Model, name: string): View | undefined {
  return indexOf(model).views.get(name);
}

/** The table of that name, if there is one. */
export function findTable(model: Model, name: string): Table | undefined {
  return indexOf(model).tables.get(name);
}

/** The explore of that name, if there is one. */
export function findExplore(model: Model, name: string): Explore | undefined {
  return indexOf(model).explores.get(name);
}

/** The question form of that name, if there is one. */
export function findQuestion(model: Model, name: string): QuestionForm | undefined {
  return indexOf(model).questions.get(name);
}

/**
 * The field of a view by the name it is asked for.
 * @param name e.g. `budget`, or `released_year` for the timeframe `year` of the group `released`
 */
export function findField(view: View, name: string): FoundField | undefined {
  let fields = fieldsOf.get(view);
  if (fields === undefined) {
    fields = new Map(view.fields.flatMap(asked));
    fieldsOf.set(view, fields);
  }
  return fields.get(name);
}

/** The names a field is asked for by: its own, or one for each timeframe. */
export function askedNames(field: Field): readonly string[] {
  return asked(field).map(([name]) => name);
}

/** Every piece of an expression, those inside its conditions and branches among them. */
export function everyPiece(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === "condition") return [piece, ...everyPiece(piece.pieces)];
    if (piece.kind === "span") return [piece, ...everyPiece(piece.start), ...everyPiece(piece.end)];
    if (piece.kind === "choice")
      return [piece, ...piece.branches.flatMap((branch) => everyPiece(branch.pieces))];
    return [piece];
  });
}

/**
 * A plain dimension of the view that reads this column as it is, for join conditions.
 * @returns undefined when the view has none
 */
export function dimensionOfColumn(view: View, column: string): Dimension | undefined {
  return view.fields.find((field): field is Dimension => {
    if (field.kind !== "dimension" || field.expression.unknown !== undefined) return false;
    const [piece, ...rest] = field.expression.pieces;
    return piece?.kind === "column" && piece.column === column && rest.length === 0;
  });
}

/** The SQL that a timeframe is made of: `raw` is what lies in the column, and not the time it stands for. */
export function readBy(group: DimensionGroup, timeframe: Timeframe): Expression {
  return timeframe === "raw" ? (group.stored?.of ?? group.expression) : group.expression;
}

function asked(field: Field): readonly (readonly [string, FoundField])[] {
  if (field.kind !== "dimension_group") return [[field.name, { field }]];
  return field.timeframes.map((timeframe) => [`${field.name}_${timeframe}`, { field, timeframe }]);
}

function indexOf(model: Model): Index {
  let index = indexes.get(model);
  if (index === undefined) {
    index = {
      views: new Map(model.views.map((view) => [view.name, view])),
      tables: new Map(model.tables.map((table) => [table.name, table])),
      explores: new Map(model.explores.map((explore) => [explore.name, explore])),
      questions: new Map(model.questions.map((question) => [question.name, question])),
    };
    indexes.set(model, index);
  }
  return index;
}
