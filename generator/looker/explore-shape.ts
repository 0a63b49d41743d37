// An explore as Looker's API describes one: what deploy and drift compare.

/** Of a field (API 4.0, LookmlModelExploreField), what a model decides. */
export interface FieldShape {
  readonly name?: string | null;
  readonly type?: string | null;
  readonly label?: string | null;
  readonly description?: string | null;
  readonly field_group_label?: string | null;
  readonly hidden?: boolean;
  readonly primary_key?: boolean;
  readonly value_format_name?: string | null;
  readonly source_file?: string | null;
}

/** Of a join (LookmlModelExploreJoins). */
export interface JoinShape {
  readonly name?: string | null;
  readonly type?: string | null;
  readonly relationship?: string | null;
  readonly sql_on?: string | null;
}

/** Of an explore (LookmlModelExplore). */
export interface ExploreShape {
  readonly name?: string | null;
  readonly label?: string | null;
  readonly description?: string | null;
  readonly view_name?: string | null;
  readonly connection_name?: string | null;
  readonly hidden?: boolean;
  readonly fields?: {
    readonly dimensions?: readonly FieldShape[] | null;
    readonly measures?: readonly FieldShape[] | null;
    readonly filters?: readonly FieldShape[] | null;
    readonly parameters?: readonly FieldShape[] | null;
  };
  readonly joins?: readonly JoinShape[] | null;
  readonly errors?: readonly { readonly message?: string | null }[] | null;
}

const OF_FIELD =
  "name,type,label,description,field_group_label,hidden,primary_key,value_format_name,source_file";

/** What is asked for of each explore, as Looker's `fields` takes it. */
export const SHAPE_FIELDS = `name,label,description,view_name,connection_name,hidden,errors,joins,fields(${[
  "dimensions",
  "measures",
  "filters",
  "parameters",
]
  .map((kind) => `${kind}(${OF_FIELD})`)
  .join(",")})`;

/** The kinds of fields, each with the word for one. */
export const FIELD_KINDS = {
  dimensions: "dimension",
  measures: "measure",
  filters: "filter",
  parameters: "parameter",
} as const;
