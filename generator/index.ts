// The one door of the generator: everything other rooms may use of it.
export { compile, type Compiled, type LocatedProblem } from "./compile.ts";
export { Mistake, Outage } from "./failure.ts";
export {
  askedNames,
  dimensionOfColumn,
  findExplore,
  findField,
  findQuestion,
  findTable,
  findView,
  type FoundField,
} from "./find.ts";
export { loadModel, ModelMistake } from "./load.ts";
export type { At } from "./model/at.ts";
export type { ColumnType } from "./model/column-type.ts";
export type {
  AccessFilter,
  ConditionalFilters,
  Explore,
  ExploreFilter,
  Join,
  JoinPair,
  Relationship,
} from "./model/explore.ts";
export type { Expression, LiquidTest, Piece } from "./model/expression.ts";
export type {
  ChosenMeasure,
  Dimension,
  DimensionGroup,
  Field,
  FilterOnly,
  Measure,
  MeasureFilter,
  MeasureType,
  Parameter,
  Selector,
  Timeframe,
} from "./model/field.ts";
export type { Model } from "./model/model.ts";
export type {
  Aggregation,
  FormExample,
  FormGroup,
  FormMetric,
  FormSelector,
  QuestionForm,
} from "./model/question-form.ts";
export type { CellShape, DuplicateRule, Source, SourceColumn, SourceField } from "./model/source.ts";
export type { Column, ColumnOrigin, Reference, Table, TableOrigin } from "./model/table.ts";
export type { View } from "./model/view.ts";
export { didYouMean } from "./read/suggest.ts";
export { sayType } from "./resolve/tables.ts";
export type { BoundKind, Dialect, DialectName } from "./dialect/dialect.ts";
export { DIALECTS } from "./dialect/named.ts";
export { createTable, ddlScript } from "./emit/ddl.ts";
export { type Comparison, compareFiles, diffFiles, listRefinements, writeFiles } from "./disk.ts";
export type { File } from "./emit/file.ts";
export { emitLookml } from "./emit/lookml/emit.ts";
export { escapeFilterText, printFilterText } from "./emit/lookml/filter-expression.ts";
