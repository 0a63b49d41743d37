// The guide's part on what vendors deliver and what the warehouse holds: sources, their columns, tables.
import type { NounNote } from "./noun.ts";
import { KEPT } from "./shared-keys.ts";

const SALES = `model: sales
connection: warehouse
sources:
  orders:
    description: Orders as the shop exports them each month
    files: [orders-*.csv, orders-*.tsv]
    key: id
    load: upsert
    duplicates: highest changed
    contract: freeze
    budget: 1%
    signed_by:
      shop-2026:
        key: ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
        from: 2026-01-01
        until: 2027-03-31
        revoked: false
    unsigned: refuse
    columns:
      id: integer
      changed: timestamp
      country: {type: text(2), required: true, matches: '[A-Z]{2}'}
      customer: {object: {id: integer, name: text}}
      lines: {list: {number: integer, article: text, amount: 'decimal(12, 2)'}}
tables:
  orders:
    description: One row for each order
    from: orders
    key: id
    columns: {id: id, changed: changed, country: country, customer_name: customer.name}
  order_lines:
    from: orders.lines
    key: [order_id, number]
    columns: {order_id: parent.id, number: number, article: article, amount: amount}
    references: {order_id: orders}
    distribution: order_id
    sort: [order_id, number]
  country_days:
    sql: |
      SELECT country, CAST(changed AS DATE) AS day, COUNT(*) AS orders
      FROM \${orders.SQL_TABLE_NAME}
      WHERE {% incrementcondition %} changed {% endincrementcondition %}
      GROUP BY 1, 2
    key: [country, day]
    columns: {country: text, day: date, orders: integer}
    datagroup_trigger: published_drops
    distribution: country
    indexes: [country, day]
    increment_key: day_date
    increment_offset: 3
  countries:
    sql: SELECT DISTINCT country FROM \${orders.SQL_TABLE_NAME}
    key: country
    columns: {country: text}
    sql_trigger_value: SELECT CURRENT_DATE
  customers:
    sql: SELECT DISTINCT customer_name AS name FROM \${orders.SQL_TABLE_NAME}
    key: name
    columns: {name: text}
    persist_for: 24 hours
  country_facts:
    explore_source:
      explore: orders
      columns: {country: country, orders: orders.count}
      derived_columns: {place: RANK() OVER (ORDER BY orders DESC)}
      filters: {country: '-NULL'}
      expression_custom_filter: \${orders.country} != "XX"
      bind_filters: [{from_field: orders.customer_name, to_field: orders.customer_name}]
      timezone: UTC
    key: country
    columns: {country: text, orders: integer, place: integer}
  best_customers:
    explore_source:
      explore: orders
      columns: {name: customer_name, orders: count}
      bind_all_filters: yes
      sorts: {count: desc}
      limit: 10
    key: name
    columns: {name: text, orders: integer}
views:
  orders:
    dimensions: {country: , customer_name: }
    measures: {count: {type: count}}
  country_facts:
  best_customers:
  country_days:
    dimensions: {country: , day: , orders: }
  countries:
  customers:
explores:
  orders:
    joins:
      country_facts: {on: {country: country}}
      best_customers: {on: {customer_name: name}}
  country_days:
  countries:
  customers:
`;

/** Sources, source columns and tables. */
export const warehouseNouns: readonly NounNote[] = [
  {
    name: "source",
    place: "sources.<name>",
    say: "One kind of file that vendors deliver, and how its records are read.",
    keys: {
      description: { say: "What the source is, for whoever looks after it." },
      files: { say: "Patterns of the files' names; `*` stands for any characters." },
      key: { say: "The column, or the list of columns, whose values name one record." },
      load: {
        say: "`upsert`: a later record replaces an earlier one of the same key. `snapshot`: a drop replaces all that came before.",
        words: ["upsert", "snapshot"],
        otherwise: "upsert",
      },
      duplicates: {
        say: "Which of two different records with one key stays: `last`, `first`, `highest <column>` or `lowest <column>`. The others go to quarantine.",
        otherwise: "last",
      },
      contract: {
        say: "What becomes of a drop whose columns are not those of the model. `add`: a new column is kept in the raw records and reported, a missing one refuses the drop. `freeze`: the columns are exactly those of the model, or the drop is refused; so it is when most values of a column are not of its type any more. `quarantine`: records with a value in a new column, and all of a file that lacks a column, go to quarantine.",
        words: ["freeze", "add", "quarantine"],
        otherwise: "add",
      },
      budget: {
        say: "How many records of a drop may be unreadable before it is refused: a share of those read, `1%`, or a number of records. `viewfinder hydrate --accept-quarantine` loads it all the same.",
        otherwise: "5%, or 10 records where that is more",
      },
      signed_by: {
        say: "The keys that may sign its drops, by their ids. With keys, a drop needs a `MANIFEST.json` signed by one of them. `viewfinder hydrate keys new` makes one.",
      },
      unsigned: {
        say: "Whether drops without a signature load. `folders`: from folders of this machine they do, from S3 they do not. `allow`: from anywhere. `refuse`: from nowhere. When it is not said here, a source with keys refuses them, and for any other what `unsigned:` at the top of the model says holds.",
        words: ["folders", "allow", "refuse"],
      },
      columns: { say: "Every column of the files, in any order, each with its type." },
    },
    example: SALES,
  },
  {
    name: "signingKey",
    place: "sources.<name>.signed_by.<name>",
    say: "A key that a vendor signs drops with; its name is what the signature calls it. While one key gives way to the next, both stand here.",
    keys: {
      key: { say: "The public key: `ed25519:` and its 32 bytes in base64, as `hydrate keys new` prints it." },
      from: { say: "The first day on which a manifest it signs may be made, such as 2026-01-01 (UTC)." },
      until: { say: "The last such day." },
      revoked: {
        say: "`true` when the private key may be in wrong hands: nothing it has signed is loaded any more.",
        otherwise: "false",
      },
    },
    example: SALES,
  },
  {
    name: "sourceColumn",
    place: "sources.<name>.columns.<name>",
    say: "How one cell is read. A type alone (`country: text`) is the short form of `{type: text}`.",
    keys: {
      type: {
        say: "`text`, `text(bytes)`, `integer`, `decimal(digits, digits after the point)`, `double`, `boolean`, `date` or `timestamp`.",
      },
      list: {
        say: "The cell holds a list of maps, as a JSON or Python literal: the fields to take, each with its type.",
      },
      object: {
        say: "The cell holds one map, as a JSON or Python literal: the fields to take, each with its type.",
      },
      required: { say: "A record without a value here goes to quarantine.", otherwise: "false" },
      matches: {
        say: "A regular expression the whole value must match; a record whose value does not goes to quarantine.",
      },
    },
    example: SALES,
  },
  {
    name: "table",
    place: "tables.<name>",
    say: "A table of the warehouse, as close to its sources as it can be.",
    keys: {
      description: { say: "What one row of it stands for." },
      from: {
        say: "Where its rows come from: a source, a list column of a source (`orders.lines`), or a list of those.",
      },
      sql: {
        say: "Instead of `from:`, the query that gives its rows: a derived table. `${view.SQL_TABLE_NAME}` stands for the table of a view; parameters, `{% condition %}` and the rest of the Liquid that fields may hold are those of the view that stands on it.",
      },
      explore_source: {
        say: "Instead of `from:` and `sql:`, a question to one of the model's explores that gives its rows.",
      },
      key: { say: "The column, or the list of columns, whose values name one row." },
      columns: {
        say: "Its columns: a list of source columns, or a map from each column to where it comes from (`customer.name` of an object, `parent.id` of the record that holds the list).",
      },
      references: { say: "Which columns hold the key of which other table; joins follow them." },
      ...KEPT,
      distribution: {
        ...KEPT.distribution,
        otherwise: "by the first column a bridge links with, `auto` for every other table",
      },
      sort: {
        ...KEPT.sort,
        otherwise: "the first column a bridge links with, Redshift's own choice for every other table",
      },
      datagroup_trigger: {
        say: "Of a query: the datagroup by which Looker keeps its rows and makes them anew, `published_drops` or one of the model's `lookml:`. The fallback server asks the query each time.",
        otherwise: "the query is part of each question, unless one of the next two is there",
      },
      increment_key: {
        say: "Of a query that is kept: the timeframe of its view (of `explore_source:`, the column) by which Looker adds what is new, instead of making all of it anew. Its `sql:` then holds `WHERE {% incrementcondition %} column {% endincrementcondition %}`, with the column that tells what is new, as the tables it reads call it; to the fallback server, which asks all of the data, that is always true.",
      },
    },
    example: SALES,
  },
  {
    name: "exploreSource",
    place: "tables.<name>.explore_source",
    say: "A question to an explore whose answer is a table, what Looker calls a native derived table. The fallback server asks the question inside each question to the view that stands on it.",
    keys: {
      explore: {
        say: "The explore it asks. The view may be joined in that same explore, as long as nothing it asks comes of the view.",
      },
      columns: {
        say: "Its columns, each with the dimension or measure whose values it holds; the table's own `columns:` say their types.",
      },
      derived_columns: {
        say: "Columns that SQL reckons from the others, by the names they have here; window functions may be in it.",
      },
      filters: { say: "Only rows that match are asked for: a Looker filter expression for each field." },
      expression_custom_filter: {
        say: "A condition in Looker's expression language that must hold as well.",
      },
      bind_filters: {
        say: "Filters that whoever asks brings along: what the question filters `from_field` by, the table's own question filters `to_field` by.",
      },
      bind_all_filters: {
        say: "Every filter of the question on another view's dimensions is brought along, when the view is joined in the explore that it asks.",
        otherwise: "false",
      },
      sorts: {
        say: "The columns' fields that its rows are sorted by, each with `asc` or `desc`, for `limit:`.",
      },
      limit: { say: "How many rows it has at most.", otherwise: "all" },
      timezone: {
        say: "The time zone its times are cut in. The fallback server answers in UTC, and refuses a view over another.",
        otherwise: "UTC, as the times are stored",
      },
    },
    example: SALES,
  },
];
