// The one door of the generator: everything other rooms may use of it.
export { compile, type Compiled, type LocatedProblem, type Part } from "./compile.ts";
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
  readBy,
} from "./find.ts";
export { withoutIncrement } from "./increment.ts";
export { type Kept, openKept } from "./kept.ts";
export { isTranslated, localeFor, say, speak } from "./speak.ts";
export { type SaidText, textsOf } from "./texts.ts";
export { missingTexts } from "./check/locales.ts";
export type { Locale } from "./model/locale.ts";
export { compileFile, loadModel, ModelMistake, readParts, sayProblems, whereOf } from "./load.ts";
export { PROBLEM_CODES, type ProblemCode } from "./problem.ts";
export type { AccessGrant } from "./model/access-grant.ts";
export { dimensionLanguage, rankExpression, valuesOf } from "./made.ts";
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
  Comparison as PeriodComparison,
  Dimension,
  DimensionGroup,
  Field,
  FilterOnly,
  Measure,
  MeasureFilter,
  MeasureType,
  Parameter,
  Selector,
  SelectorForm,
} from "./model/field.ts";
export { MEASURE_VALUES, RECKONED_TYPES } from "./model/field.ts";
export type { OwnTest } from "./model/data-test.ts";
export type { Interval } from "./model/interval.ts";
export { partOfDay } from "./dialect/part-of-day.ts";
export type { Calendar, Timeframe } from "./model/timeframe.ts";
export {
  isStretch,
  sortedAs,
  timeframeLabel,
  timeframeLanguage,
  timeframeType,
  timeframeValues,
} from "./timeframe.ts";
export type { Model } from "./model/model.ts";
export type {
  Aggregation,
  FormExample,
  FormGroup,
  FormMetric,
  FormSelector,
  QuestionForm,
} from "./model/question-form.ts";
export type {
  Budget,
  CellShape,
  Contract,
  DuplicateRule,
  SigningKey,
  Source,
  SourceColumn,
  SourceField,
} from "./model/source.ts";
export type { ExploreSource } from "./model/explore-source.ts";
export type { Column, ColumnOrigin, Reference, Table, TableOrigin } from "./model/table.ts";
export type { View } from "./model/view.ts";
export { insertTrust } from "./read/insert.ts";
export { didYouMean } from "./read/suggest.ts";
export { sayType } from "./resolve/column-type.ts";
export { readWarehouseType } from "./resolve/warehouse-type.ts";
export type { BoundKind, Dialect, DialectName, Movement } from "./dialect/dialect.ts";
export { LIST_MARK } from "./dialect/list.ts";
export { DIALECTS } from "./dialect/named.ts";
export { createTable, ddlScript, filledTables } from "./emit/ddl.ts";
export {
  type Comparison,
  compareFiles,
  type Concerns,
  diffFiles,
  listRefinements,
  readRefinements,
  writeFiles,
} from "./disk.ts";
export type { File } from "./emit/file.ts";
export type { DataTest } from "./emit/lookml/data-test.ts";
export { dataTestsPath, type DataTestsPicture, dataTestsPicture } from "./emit/lookml/data-tests.ts";
export { dashboardPath, type DashboardPicture, dashboardPicture } from "./emit/lookml/dashboard.ts";
export { DIAGRAM_FORMATS, type DiagramFormat, emitDiagram } from "./emit/diagram.ts";
export { emitLookml } from "./emit/lookml/emit.ts";
export { emitProject } from "./emit/readme.ts";
export { emitSchema } from "./emit/schema.ts";
export { explorePath, type JoinPicture, joinPicture } from "./emit/lookml/explore.ts";
export { type FieldPicture, fieldPicture } from "./emit/lookml/field.ts";
export { tableName } from "./emit/lookml/sql.ts";
export { viewPath } from "./emit/lookml/view.ts";
export { escapeFilterText, printFilterText } from "./emit/lookml/filter-expression.ts";
export { daysInMonth } from "./filter/date/days-in-month.ts";
export { parseFilter } from "./filter/parse.ts";
export { printFilter } from "./filter/print.ts";
export { cannotFollow, type WrittenFilter } from "./filter/refuse.ts";
export {
  type Choice,
  type DateTerm,
  type Filter,
  type FilterLanguage,
  type LocationTerm,
  type NumberTerm,
  type PatternPiece,
  type Period,
  type StringTerm,
  type Unit,
  type Weekday,
  WEEKDAYS,
} from "./filter/tree.ts";
export { checkRefinements } from "./refinements/check.ts";
export type { Catalog, CatalogColumn, CatalogTable } from "./starter/catalog.ts";
export { modelOfCatalog, starterModel } from "./starter/starter.ts";
export { importProject, type Imported, type ImportedTypes } from "./import/import.ts";
export type { Fate, Fidelity } from "./import/report.ts";
