// A world -> its looker.yml.
import { stringify } from "yaml";
import { STRICT, STRICTNESS, whereText } from "./always.ts";
import { textOf } from "./filter.ts";
import {
  type AskedFilter,
  type ColumnKind,
  EXPLORE,
  MODEL,
  named,
  type World,
  type WorldDimension,
  type WorldJoin,
  type WorldMeasure,
  type WorldView,
} from "./world.ts";

/** Tables of this schema belong to one session and go with it (Postgres, "CREATE TABLE", TEMPORARY). */
const SCHEMA = "pg_temp";

/** The model's text, as a person could have written it. */
export function writeModel(world: World): string {
  const bridges = new Set(
    world.joins.flatMap((join) =>
      join.spelled === "through" && join.bridge !== undefined ? [join.bridge.view] : [],
    ),
  );
  return stringify(
    {
      model: MODEL,
      connection: "warehouse",
      ...(world.calendar === undefined
        ? {}
        : {
            week_start_day: WEEKDAYS[world.calendar.firstDay],
            fiscal_month_offset: world.calendar.fiscalOffset,
          }),
      schema: SCHEMA,
      sources: Object.fromEntries(
        world.tables.map((table) => [
          table.name,
          {
            files: `${table.name}*.csv`,
            key: [...table.key],
            columns: Object.fromEntries(table.columns.map((column) => [column.name, typeOf(column.kind)])),
          },
        ]),
      ),
      tables: Object.fromEntries(
        world.tables.map((table) => [
          table.name,
          {
            from: table.name,
            key: [...table.key],
            columns: table.columns.map((column) => column.name),
            ...filled("references", table.references),
          },
        ]),
      ),
      views: Object.fromEntries(
        world.views
          // A bridge gets its view from `through:` unless it has something to show.
          .filter((view) => !bridges.has(view.name) || !isBare(view) || view.name !== view.table)
          .map((view) => [view.name, writeView(world, view)]),
      ),
      explores: {
        [EXPLORE]: {
          view: world.base,
          ...filled(
            "joins",
            Object.fromEntries(world.joins.map((join) => [join.name, writeJoin(world, join)])),
          ),
          ...writeAlways(world),
        },
      },
      ...(world.metrics.length === 0 ? {} : { questions: { form: writeForm(world) } }),
    },
    { collectionStyle: "any", lineWidth: 110 },
  );
}

function writeAlways(world: World): object {
  const { always } = world;
  if (always === undefined) return {};
  const texts = (filters: readonly AskedFilter[]): Readonly<Record<string, string>> =>
    Object.fromEntries(filters.map(({ field, filter }) => [field, textOf(filter)]));
  const where = whereText(world);
  return {
    ...filled("always_filter", texts(always.filters)),
    ...(always.conditional === undefined
      ? {}
      : {
          conditionally_filter: {
            filters: texts(always.conditional.filters),
            unless: [...always.conditional.unless],
          },
        }),
    ...(always.access.length === 0
      ? {}
      : {
          access_filters: always.access.map(({ field, attribute }) => ({ field, user_attribute: attribute })),
        }),
    ...(where === undefined ? {} : { sql_always_where: where }),
  };
}

function typeOf(kind: ColumnKind): string {
  return kind === "decimal" ? "decimal(20, 2)" : kind;
}

function filled(key: string, map: Readonly<Record<string, unknown>>): object {
  return Object.keys(map).length === 0 ? {} : { [key]: map };
}

function isBare(view: WorldView): boolean {
  return view.measures.length === 0 && view.dimensions.every((dimension) => dimension.given);
}

function writeView(world: World, view: WorldView): object {
  return {
    ...(view.table === view.name ? {} : { table: view.table }),
    dimensions: Object.fromEntries(
      view.dimensions
        .filter((one) => !one.given)
        .map((one) => [
          one.formula.kind === "lapse" ? one.formula.group : one.name,
          writeDimension(world, view, one),
        ]),
    ),
    ...filled("measures", Object.fromEntries(view.measures.map((one) => [one.name, writeMeasure(one)]))),
    ...(world.always?.switched === true && view.name === world.base
      ? {
          parameters: {
            [STRICTNESS]: { type: "unquoted", allowed_values: ["all", STRICT], default_value: "all" },
          },
        }
      : {}),
  };
}

function writeDimension(world: World, view: WorldView, dimension: WorldDimension): object {
  const { formula, type, unknown } = dimension;
  const made = writeMade(dimension);
  if (made !== undefined) return made;
  const isNumber = type === "number";
  const plain = formula.kind === "column";
  return {
    ...(plain && type !== "time" ? {} : { type }),
    ...(plain
      ? formula.column === dimension.name
        ? {}
        : { column: formula.column }
      : { sql: sqlOf(world, view, dimension) }),
    ...(unknown === undefined ? {} : { unknown: isNumber ? Number(unknown) : unknown }),
    ...(type === "time" ? { timeframes: [...dimension.timeframes] } : {}),
    ...(dimension.orderBy === undefined ? {} : { order_by_field: dimension.orderBy }),
  };
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Steps, cases, spans of time and places; undefined for what is a column or SQL. */
function writeMade({ formula }: WorldDimension): object | undefined {
  switch (formula.kind) {
    case "tier":
      return {
        type: formula.word,
        sql: `\${${formula.of}}`,
        [`${formula.word}s`]: formula.tiers.map(Number),
        ...(formula.style === "classic" ? {} : { style: formula.style }),
      };
    case "case":
      return {
        case: formula.cases.map(({ label, of, over }) => ({ label, when: `\${${of}} > ${over}` })),
        ...(formula.otherwise === undefined ? {} : { else: formula.otherwise }),
        ...(formula.alphaSort ? { alpha_sort: true } : {}),
      };
    case "lapse":
      return {
        type: "duration",
        sql_start: `\${${formula.start}_raw}`,
        sql_end: `\${${formula.end}_raw}`,
        intervals: [formula.interval],
      };
    case "place":
      return {
        type: "location",
        sql_latitude: `\${TABLE}.${formula.latitude}`,
        sql_longitude: `\${TABLE}.${formula.longitude}`,
      };
    default:
      return undefined;
  }
}

function sqlOf(world: World, view: WorldView, dimension: WorldDimension): string {
  const formula = dimension.formula;
  switch (formula.kind) {
    case "column":
      return `\${TABLE}.${formula.column}`;
    case "otherwise": {
      const { kind } = named(named(world.tables, view.table).columns, formula.column);
      return `COALESCE(\${TABLE}.${formula.column}, ${literal(kind, formula.value)})`;
    }
    case "minus":
      return `\${${formula.left}} - \${${formula.right}}`;
    case "times":
      return `\${${formula.left}} * \${${formula.right}}`;
    case "sized":
      return `CASE WHEN \${${formula.of}} > ${formula.over} THEN 'large' ELSE 'small' END`;
    case "above":
      return `\${${formula.of}} > ${formula.over}`;
    default:
      throw new Error(`a ${formula.kind} is no SQL`);
  }
}

function literal(kind: ColumnKind, value: string): string {
  if (kind === "integer" || kind === "decimal" || kind === "double") return value;
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return kind === "date" ? `DATE ${quoted}` : kind === "timestamp" ? `TIMESTAMP ${quoted}` : quoted;
}

function writeMeasure(measure: WorldMeasure): object {
  const { pick, judged, compared } = measure;
  if (pick !== undefined)
    return {
      type: measure.type,
      sql: `${pick}(\${${measure.of}${measure.type === "date" ? "_raw" : ""}})`,
    };
  if (judged !== undefined) {
    const isOver = `\${${judged.of}} > ${judged.over}`;
    return {
      type: measure.type,
      sql: measure.type === "yesno" ? isOver : `CASE WHEN ${isOver} THEN 'large' ELSE 'small' END`,
    };
  }
  if (compared !== undefined)
    return {
      type: measure.type,
      of: measure.from,
      based_on_time: `${compared.time}_raw`,
      period: compared.period,
      kind: compared.kind,
    };
  return {
    type: measure.type,
    ...(measure.of === undefined ? {} : { of: measure.of }),
    ...(measure.percentile === undefined ? {} : { percentile: measure.percentile }),
    ...(measure.distinctKey === undefined ? {} : { distinct_key: measure.distinctKey }),
    ...(measure.from === undefined ? {} : { of: measure.from }),
    ...(measure.share === undefined
      ? {}
      : { sql: `1.0 * \${${measure.share.top}} / NULLIF(\${${measure.share.bottom}}, 0)` }),
    ...filled(
      "filters",
      Object.fromEntries(measure.filters.map(({ dimension, filter }) => [dimension, textOf(filter)])),
    ),
  };
}

function writeJoin(world: World, join: WorldJoin): object | null {
  const through = join.spelled === "through" && join.bridge !== undefined ? join.bridge : undefined;
  const from = through?.from ?? join.from;
  const written = {
    ...(join.view === join.name ? {} : { view: join.view }),
    ...(from === world.base ? {} : { from }),
    ...(through === undefined ? {} : { through: through.view }),
    ...(join.spelled === "on" ? { on: Object.fromEntries(join.on.map((pair) => [pair.from, pair.to])) } : {}),
  };
  return Object.keys(written).length === 0 ? null : written;
}

function writeForm(world: World): object {
  return {
    explore: EXPLORE,
    selectors: Object.fromEntries(
      world.selectors.map((selector) => [selector.name, `${selector.view}.${selector.dimension}`]),
    ),
    metrics: [...world.metrics],
    default: { metric: world.metrics[0], aggregation: "average" },
  };
}
