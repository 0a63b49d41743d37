// Dice -> models that use most of what looker.yml can say, and what must hold of whatever comes of them.
import * as fc from "fast-check";
import { stringify } from "yaml";
import { compile, emitLookml, type File, importProject } from "../generator/index.ts";
import { parseFile } from "./cases/parse.ts";

type Words = Readonly<Record<string, unknown>>;

/** Texts for people, with every sign that LookML, YAML, Liquid or SQL could trip over. */
const TEXT = fc.oneof(
  fc.constantFrom(
    "Plain words",
    'He said "yes"',
    "it's",
    "50% of #1: a, b & c",
    "back\\slash and C:\\new",
    "{curly} and {{ double }} and {% tag %}",
    "${field} and @{CONSTANT}",
    "semi;colon",
    "Ünïcödé 日本 🎬",
    "yes",
    "null",
    "- dash",
    "[list]",
    "ends with :",
    "_under_ and ^caret",
    "1.50",
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: "grapheme-ascii" }).filter((text) => text.trim() !== ""),
);

const TYPES = [
  "integer",
  "text",
  "text(40)",
  "decimal(12, 2)",
  "double",
  "boolean",
  "date",
  "timestamp",
] as const;
const COLUMNS = ["alpha", "beta", "gamma", "delta", "order_date", "amount", "name2"] as const;
const TABLES = ["orders", "people", "tags", "places"] as const;

interface Column {
  readonly name: string;
  readonly type: (typeof TYPES)[number];
}

const columns = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...COLUMNS), type: fc.constantFrom(...TYPES) }),
  { minLength: 1, maxLength: 6, selector: (column) => column.name },
);

/** A map without what is undefined. */
function said(words: Words): Words {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
}

const maybe = <Thing>(one: fc.Arbitrary<Thing>): fc.Arbitrary<Thing | undefined> =>
  fc.option(one, { nil: undefined, freq: 2 });

const common = fc.record({
  label: maybe(TEXT),
  description: maybe(TEXT),
  group: maybe(fc.constantFrom("Group", "Other > Inner")),
  hidden: maybe(fc.boolean()),
});

const FORMATS = ["usd_0", "decimal_2", "percent_1", "id"] as const;

function isNumber({ type }: Column): boolean {
  return type === "integer" || type === "double" || type.startsWith("decimal");
}

function isTime({ type }: Column): boolean {
  return type === "date" || type === "timestamp";
}

function dimensionOf(column: Column): fc.Arbitrary<readonly [string, Words | null]> {
  if (isTime(column))
    return fc
      .record({
        common,
        timeframes: maybe(fc.subarray(["raw", "date", "week", "month", "quarter", "year"], { minLength: 1 })),
      })
      .map(({ common: words, timeframes }) => [column.name, said({ ...words, timeframes })]);
  return fc
    .record({
      common,
      renamed: fc.boolean(),
      unknown: fc.boolean(),
      format: maybe(fc.constantFrom(...FORMATS)),
    })
    .map(({ common: words, renamed, unknown, format }) => [
      renamed ? `the_${column.name}` : column.name,
      said({
        ...words,
        column: renamed ? column.name : undefined,
        unknown: unknown && column.type !== "boolean" ? (isNumber(column) ? 0 : "it's n/a") : undefined,
        format: isNumber(column) ? format : undefined,
      }),
    ]);
}

const MEASURES = ["sum", "average", "median", "min", "max", "count_distinct", "percentile"] as const;

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly to: string | undefined;
  readonly derived: boolean;
}

/** The dimensions that are made of steps, cases, spans and places; each is there or not. */
const moreDimensions = fc.record({
  tier: maybe(fc.constantFrom("integer", "relational", "interval", "classic")),
  bin: fc.boolean(),
  case: maybe(TEXT),
  alphabet: fc.boolean(),
  span: maybe(fc.subarray(["second", "hour", "day", "week", "month", "year"], { minLength: 1 })),
  place: fc.boolean(),
  zip: fc.boolean(),
  stored: maybe(fc.constantFrom("epoch", "yyyymmdd")),
  common,
});

function dimensionsMade(
  more: typeof moreDimensions extends fc.Arbitrary<infer Made> ? Made : never,
  table: Table,
  number: string | undefined,
  any: string | undefined,
  times: readonly string[],
): Words {
  const [from, to = from] = times;
  const integer = table.columns.find(({ type }) => type === "integer")?.name;
  const word = table.columns.find(({ type }) => type === "text")?.name;
  return said({
    step:
      more.tier === undefined || number === undefined
        ? undefined
        : said({ ...more.common, type: "tier", sql: `\${${number}}`, tiers: [-1, 0, 10], style: more.tier }),
    span_of_values:
      more.bin && number !== undefined
        ? { type: "bin", sql: `\${${number}}`, bins: [0.5, 2], style: "interval" }
        : undefined,
    stage:
      more.case === undefined || number === undefined
        ? undefined
        : said({
            case: [
              { label: "Few", when: `\${${number}} < 2` },
              { label: "It's many", when: `\${${number}} >= 2` },
            ],
            else: "Unknown",
            alpha_sort: more.alphabet ? true : undefined,
            description: more.case,
          }),
    way:
      more.span === undefined || from === undefined || to === undefined
        ? undefined
        : said({
            ...more.common,
            type: "duration",
            sql_start: `\${${from}_raw}`,
            sql_end: `\${${to}_raw}`,
            intervals: more.span,
          }),
    place:
      more.place && integer !== undefined
        ? { type: "location", sql_latitude: `\${TABLE}.${integer}`, sql_longitude: `\${TABLE}.${integer}` }
        : undefined,
    zip_code: more.zip && word !== undefined ? { type: "zipcode", column: word } : undefined,
    stored_time:
      more.stored === undefined || integer === undefined
        ? undefined
        : { type: "time", column: integer, datatype: more.stored, timeframes: ["date", "month"] },
    sorted:
      any !== undefined && number !== undefined && any !== number
        ? { type: "string", sql: `CAST(\${${any}} AS VARCHAR(10))`, order_by_field: number }
        : undefined,
  });
}

/** The measures that are lists, words, days and shares of others; each is there or not. */
const moreMeasures = fc.record({
  list: fc.boolean(),
  first: maybe(fc.constantFrom("MIN", "MAX")),
  busy: fc.boolean(),
  size: fc.boolean(),
  ratio: fc.boolean(),
  once: maybe(fc.constantFrom("sum_distinct", "average_distinct")),
  reckoned: maybe(fc.constantFrom("running_total", "percent_of_total", "percent_of_previous")),
  before: maybe(fc.constantFrom("previous", "difference", "relative_change")),
  toDate: fc.boolean(),
});

function measuresMade(
  more: typeof moreMeasures extends fc.Arbitrary<infer Made> ? Made : never,
  number: string | undefined,
  any: string | undefined,
  times: readonly string[],
): Words {
  const [time] = times;
  return said({
    all_of_them: more.list && any !== undefined ? { type: "list", of: any } : undefined,
    first_day:
      more.first === undefined || time === undefined
        ? undefined
        : { type: "date", sql: `${more.first}(\${${time}_raw})` },
    is_busy: more.busy ? { type: "yesno", sql: "${count} > 3" } : undefined,
    size: more.size
      ? { type: "string", sql: "CASE WHEN ${count} > 3 THEN 'large' ELSE 'it''s small' END" }
      : undefined,
    ratio: more.ratio
      ? { type: "number", sql: "1.0 * ${count_large} / NULLIF(${count}, 0)", format: "percent_1" }
      : undefined,
    once:
      more.once === undefined || number === undefined || any === undefined
        ? undefined
        : { type: more.once, of: number, distinct_key: any },
    so_far: more.reckoned === undefined ? undefined : { type: more.reckoned, of: "count" },
    earlier:
      more.before === undefined || time === undefined
        ? undefined
        : said({
            type: "period_over_period",
            of: "count",
            based_on_time: `${time}_year`,
            period: "year",
            kind: more.before,
            value_to_date: more.toDate ? true : undefined,
          }),
  });
}

function viewOf(table: Table): fc.Arbitrary<Words> {
  return fc
    .tuple(...table.columns.map(dimensionOf))
    .chain((dimensions) => {
      const numbers = dimensions
        .filter((_, index) => table.columns.some((column, at) => at === index && isNumber(column)))
        .map(([name]) => name);
      const shown = dimensions.filter((_, index) =>
        table.columns.some((one, at) => at === index && !isTime(one)),
      );
      return fc.record({
        dimensions: fc.constant(dimensions),
        computed: fc.boolean(),
        yesno: fc.boolean(),
        measures: fc.uniqueArray(
          fc.record({ type: fc.constantFrom(...MEASURES), of: fc.constantFrom("", ...numbers), common }),
          { maxLength: 4, selector: ({ type, of }) => `${type}_${of}` },
        ),
        numbers: fc.constant(numbers),
        shown: fc.constant(shown.map(([name]) => name)),
        label: maybe(TEXT),
        description: maybe(TEXT),
        // What comes of a field takes what the field takes, so a whole view is kept from people.
        kept: fc.boolean(),
        parameter: fc.boolean(),
        filter: fc.boolean(),
        filtered: fc.boolean(),
        more: moreDimensions,
        reckoned: moreMeasures,
      });
    })
    .map((made) => {
      const [number] = made.numbers;
      const [any] = made.shown;
      const measures = made.measures.filter(({ of }) => of !== "");
      const times = table.columns.filter(isTime).map(({ name }) => name);
      const yearly = made.dimensions.flatMap(([name, words], index) => {
        const column = table.columns[index];
        const frames = words?.["timeframes"];
        const hasYear = !Array.isArray(frames) || frames.includes("year");
        return column !== undefined && isTime(column) && hasYear ? [name] : [];
      });
      const listed = made.dimensions.find(([name], index) => {
        const column = table.columns[index];
        return column !== undefined && column.type !== "boolean" && made.shown.includes(name);
      })?.[0];
      return said({
        label: made.label,
        description: made.description,
        required_access_grants: made.kept && table.to !== undefined ? "insiders" : undefined,
        parameters: made.parameter
          ? {
              unit: {
                type: "unquoted",
                allowed_values: { one: "One", thousand: 'A "thousand"' },
                default_value: "one",
              },
            }
          : undefined,
        filters: said({
          wanted: made.filter ? { type: "string", description: "Wanted" } : undefined,
          asked: table.derived ? { type: "string" } : undefined,
        }),
        dimensions: {
          ...Object.fromEntries(made.dimensions),
          ...(made.computed && number !== undefined
            ? { doubled: { type: "number", sql: `\${${number}} * 2 + 1` } }
            : {}),
          ...(made.yesno && number !== undefined
            ? { is_large: { type: "yesno", sql: `\${${number}} > 10` } }
            : {}),
          ...dimensionsMade(made.more, table, number, any, times),
          ...(made.parameter && number !== undefined
            ? {
                scaled: {
                  type: "number",
                  sql: `{% if unit._parameter_value == 'thousand' %} \${${number}} / 1000.0 {% else %} \${${number}} {% endif %}`,
                },
              }
            : {}),
        },
        measures: {
          count: { type: "count" },
          ...measuresMade(made.reckoned, number, listed, yearly),
          count_large: said({
            type: "count",
            filters: made.filtered && number !== undefined ? { [number]: ">5" } : undefined,
          }),
          ...Object.fromEntries(
            measures.map(({ type, of, common: words }) => [
              `${type}_over_${of}`,
              said({ ...words, type, of, percentile: type === "percentile" ? 95 : undefined }),
            ]),
          ),
        },
        detail: any === undefined ? undefined : [any],
      });
    });
}

/** What the table of a query says besides its columns. */
function queryOf(
  table: Table,
  dimensions: readonly (readonly [string, Words | null])[],
  persisted: string | undefined,
  liquid: boolean,
): Words {
  const asked = liquid && persisted === undefined;
  const grown =
    liquid && persisted !== undefined
      ? dimensions.find(([name, words]) => {
          const frames = words?.["timeframes"];
          const isTold = table.columns.some((column) => isTime(column) && column.name === name);
          return isTold && (!Array.isArray(frames) || frames.includes("year"));
        })?.[0]
      : undefined;
  return said({
    sql: [
      "SELECT *",
      `FROM raw.${table.name}`,
      `WHERE note <> 'a "b"'`,
      ...(asked ? ["AND {% condition asked %} note {% endcondition %}"] : []),
      ...(grown === undefined ? [] : [`AND {% incrementcondition %} ${grown} {% endincrementcondition %}`]),
    ].join("\n"),
    datagroup_trigger: persisted === undefined ? undefined : "nightly",
    distribution: persisted,
    sort: persisted === undefined ? undefined : ["id"],
    increment_key: grown === undefined ? undefined : `${grown}_year`,
  });
}

/** A model as it is written. */
export const randomModel: fc.Arbitrary<string> = fc
  .tuple(
    fc.tuple(columns, columns, columns, columns),
    fc.integer({ min: 1, max: TABLES.length }),
    fc.boolean(),
  )
  .chain(([all, many, derived]) => {
    const tables: readonly Table[] = all.slice(0, many).map((own, index) => ({
      name: TABLES[index] ?? "",
      columns: own,
      to: index === 0 ? undefined : TABLES[index - 1],
      derived: derived && index === many - 1,
    }));
    const [base] = tables;
    const numbers = (base?.columns ?? []).filter(isNumber);
    return fc.record({
      tables: fc.constant(tables),
      views: fc.tuple(...tables.map(viewOf)),
      bridge: fc.boolean(),
      label: maybe(TEXT),
      description: maybe(TEXT),
      caseSensitive: maybe(fc.boolean()),
      alias: fc.boolean(),
      always: fc.boolean(),
      where: fc.boolean(),
      access: fc.boolean(),
      form: fc.constant(numbers.length > 0),
      where2: TEXT,
      by: fc.boolean(),
      test: fc.boolean(),
      persisted: maybe(fc.constantFrom("all", "even", "id")),
      liquid: fc.boolean(),
      extended: fc.boolean(),
      kept: maybe(
        fc.record({
          persist_for: fc.constantFrom("1 hour", "90 minutes"),
          distribution: fc.constantFrom(undefined, "all", "even", "auto"),
          timezone: fc.constantFrom(undefined, "UTC", "Europe/Berlin"),
        }),
      ),
      locale: maybe(TEXT),
    });
  })
  .map((made) => {
    const { tables, views } = made;
    const [base, second] = tables;
    const others = tables.slice(1);
    const dimensionsOf = (index: number): readonly (readonly [string, Words])[] =>
      Object.entries((views[index]?.["dimensions"] ?? {}) as Readonly<Record<string, Words>>);
    const bridged = made.bridge && second !== undefined;
    const number = dimensionsOf(0).find(([name, words]) =>
      (base?.columns ?? []).some((column) => isNumber(column) && (words["column"] ?? name) === column.name),
    )?.[0];
    const text = dimensionsOf(1).find(([name, words]) =>
      (second?.columns ?? []).some(
        (column) => column.type === "text" && (words["column"] ?? name) === column.name,
      ),
    )?.[0];
    return stringify(
      said({
        model: "shop",
        label: made.label,
        description: made.description,
        connection: "warehouse",
        case_sensitive: made.caseSensitive,
        access_grants: { insiders: { user_attribute: "role", allowed: ["admin", 'so "called"'] } },
        tables: {
          ...Object.fromEntries(
            tables.map((table, index) => [
              table.name,
              said({
                ...(table.derived ? queryOf(table, dimensionsOf(index), made.persisted, made.liquid) : {}),
                key: "id",
                columns: {
                  id: "integer",
                  ...(table.to === undefined ? {} : { before: "integer" }),
                  ...Object.fromEntries(table.columns.map(({ name, type }) => [name, type])),
                },
                references: table.to === undefined ? undefined : { before: table.to },
              }),
            ]),
          ),
          ...(bridged
            ? {
                orders_people: {
                  key: ["order_id", "person_id"],
                  columns: { order_id: "integer", person_id: "integer" },
                  references: { order_id: "orders", person_id: "people" },
                },
              }
            : {}),
        },
        views: Object.fromEntries(tables.map((table, index) => [table.name, views[index]])),
        explores: {
          orders: said({
            label: made.label,
            joins: Object.fromEntries(
              others.map((table, index) => [
                made.alias && index === others.length - 1 && !bridged ? `${table.name}_too` : table.name,
                said({
                  view: made.alias && index === others.length - 1 && !bridged ? table.name : undefined,
                  through: bridged && index === 0 ? "orders_people" : undefined,
                  from: index === 0 ? undefined : table.to,
                }),
              ]),
            ),
            always_filter: made.always && number !== undefined ? { [number]: ">1" } : undefined,
            sql_always_where: made.where && number !== undefined ? `\${orders.${number}} > 0` : undefined,
            access_filters:
              made.access && number !== undefined ? [{ field: number, user_attribute: "limit" }] : undefined,
            aggregate_tables:
              made.kept === undefined || number === undefined
                ? undefined
                : { kept: said({ ...made.kept, dimensions: [number], measures: ["count"], sort: number }) },
          }),
          ...(made.extended
            ? { more_orders: { extends: "orders", label: "More", description: made.where2 } }
            : {}),
        },
        lookml:
          made.persisted === undefined
            ? undefined
            : { datagroup: { nightly: { sql_trigger: "SELECT CURRENT_DATE", max_cache_age: "24 hours" } } },
        locale: made.locale === undefined ? undefined : "en",
        locales:
          made.locale === undefined
            ? undefined
            : { de: { Orders: "Bestellungen", [made.locale]: "Übersetzt" }, fr: { Orders: made.locale } },
        questions:
          number === undefined
            ? undefined
            : {
                orders: said({
                  explore: "orders",
                  label: made.label,
                  selectors: bridged && text !== undefined ? { chosen: `people.${text}` } : {},
                  metrics: [number],
                  by: bridged && text !== undefined && made.by ? ["chosen"] : undefined,
                  default: said({
                    metric: number,
                    aggregation: "total",
                    where: bridged && text !== undefined ? { chosen: [made.where2, "b, c"] } : undefined,
                  }),
                }),
              },
        tests: made.test
          ? { some_orders: { explore: "orders", fields: ["count"], assert: { some: "${orders.count} > 0" } } }
          : undefined,
      }),
    );
  });

/** What a model that passes came to. */
export type Outcome = "refused" | "same";

/**
 * Prints a model that passes its checks, reads the project back, and prints what was read.
 * @returns what is not as it was, in words
 */
export function roundTrip(text: string): Outcome | { readonly fault: string } {
  const { model } = compile(text, "looker.yml");
  if (model === undefined) return "refused";
  const printed = emitLookml(model);
  for (const file of printed) parseFile(file);
  const { text: back, fates } = importProject(printed, model.name);
  const lost = fates.find((fate) => fate.fidelity !== "carried");
  if (lost !== undefined) return { fault: `${lost.fidelity}: ${lost.what} (${lost.note ?? ""})` };
  const again = compile(back, "looker.yml");
  if (again.model === undefined)
    return {
      fault: `read back, it is refused: ${again.problems.map((one) => one.printed).join("\n")}\n${back}`,
    };
  const reprinted = emitLookml(again.model);
  const different = printed.find((file, index) => !isSame(file, reprinted[index]));
  if (different === undefined && printed.length === reprinted.length) return "same";
  const other = reprinted.find((file) => file.path === different?.path);
  return {
    fault: `${different?.path ?? "a file"} is another:\n${firstDifference(different, other)}\n${back}`,
  };
}

function isSame(one: File, other: File | undefined): boolean {
  return one.path === other?.path && one.text === other.text;
}

function firstDifference(one: File | undefined, other: File | undefined): string {
  const [left, right] = [(one?.text ?? "").split("\n"), (other?.text ?? "").split("\n")];
  const at = left.findIndex((line, index) => line !== right[index]);
  return `- ${left.slice(Math.max(0, at - 3), at + 3).join("\n- ")}\n+ ${right.slice(Math.max(0, at - 3), at + 3).join("\n+ ")}`;
}
