// The guide's part on what people see: views, their fields, explores, joins, question forms.
import { RELATIONSHIPS } from "../model/explore.ts";
import { FILTER_TYPES, MEASURE_TYPES, PARAMETER_TYPES, TIMEFRAMES } from "../model/field.ts";
import { AGGREGATIONS } from "../model/question-form.ts";
import type { NounNote } from "./noun.ts";

const SHOP = `include: [shop/*.yml]
model: shop
label: The Shop
description: What is ordered, by whom and where
connection: warehouse
schema: shop
environments: {dev: {schema: shop_dev, connection: warehouse_dev}}
case_sensitive: no
lookml: {datagroup: {nightly: {max_cache_age: 24 hours}}}
access_grants:
  staff: {user_attribute: department, allowed: [sales, finance]}
sources:
  orders:
    files: orders-*.csv
    key: id
    columns: {id: integer, ordered: date, country: text, amount: 'decimal(12, 2)', weight: double, giver: integer, taker: integer, tags: {list: {id: integer, name: text}}}
  people:
    files: people-*.csv
    key: id
    columns: {id: integer, name: text}
tables:
  orders: {from: orders, key: id, columns: [id, ordered, country, amount, weight, giver, taker], references: {giver: people, taker: people}}
  people: {from: people, key: id, columns: [id, name]}
  tags: {from: orders.tags, key: id, columns: [id, name]}
  order_tags: {from: orders.tags, key: [order_id, tag_id], columns: {order_id: parent.id, tag_id: id}, references: {order_id: orders, tag_id: tags}}
views:
  orders:
    table: orders
    label: Orders
    description: One row for each order
    one: order
    many: orders
    lookml: {set: {money: {fields: [amount, paid]}}}
    parameters:
      unit:
        type: unquoted
        label: Unit of weight
        group: How to count
        description: The unit weights are shown in
        hidden: false
        required_access_grants: staff
        lookml: {tags: [unit]}
        allowed_values: {kg: Kilograms, lb: Pounds}
        default_value: kg
    filters:
      country_of_interest: {type: string, label: Country of interest, group: How to count, description: What counts as home, hidden: false, required_access_grants: staff, lookml: {suggest_explore: orders, suggest_dimension: orders.amount}}
    dimensions:
      ordered: {type: time, column: ordered, timeframes: [date, month, year], label: Ordered, group: Dates, description: Day of the order, hidden: false}
      amount: {type: number, column: amount, unknown: 0, format: usd, label: Amount, group: Money, description: What was paid, hidden: false, required_access_grants: staff, lookml: {synonyms: [price, sum]}}
      at_home: {type: yesno, sql: "{% condition country_of_interest %} \${TABLE}.country {% endcondition %}", description: Whether it went to the country of interest, required_access_grants: staff}
      weight: {type: number, sql: "\${TABLE}.weight * {% if unit._parameter_value == 'lb' %} 2.20462 {% else %} 1.0 {% endif %}", description: Its weight, required_access_grants: staff}
    measures:
      count: {type: count}
      paid: {type: sum, of: amount, filters: {at_home: 'yes'}, format: usd, label: Paid at home, group: Money, description: All that was paid at home, hidden: false, required_access_grants: staff, lookml: {link: {label: The bank, url: 'https://bank.example'}}}
      dear: {type: percentile, of: amount, percentile: 90, description: What nine orders in ten cost at most, required_access_grants: staff}
      paid_each: {type: number, sql: "\${paid} / NULLIF(\${count}, 0)", format: usd, description: Paid at home by order, required_access_grants: staff}
    detail: [ordered_date, amount]
  people:
    dimensions: {name: }
  tags:
    required_access_grants: staff
    dimensions: {name: }
explores:
  orders:
    view: orders
    label: Orders
    description: Orders with who gave and who got them
    lookml: {persist_with: nightly}
    required_access_grants: staff
    access_filters: [{field: giver.name, user_attribute: person}]
    always_filter: {orders.ordered_date: 1 year}
    conditionally_filter: {filters: {orders.amount: '>0'}, unless: [orders.ordered_month]}
    sql_always_where: \${orders.amount} IS NOT NULL
    sql_always_having: \${orders.count} > 0
    joins:
      giver: {view: people, from: orders, on: {giver: id}, relationship: many_to_one, required_access_grants: staff, lookml: {view_label: Who gave it}}
      taker: {view: people, on: {taker: id}, required_access_grants: staff}
      tags: {through: order_tags}
  big_orders:
    extends: orders
    label: Big orders
    conditionally_filter: {filters: {orders.amount: '>1000'}}
questions:
  orders:
    label: Orders
    explore: orders
    selectors: {tag: tags.name}
    metrics:
      paid: {of: amount, label: Amount paid, except: {median: nobody has asked for it}}
    aggregations: [total, average, median]
    by: [tag, ordered_month]
    default: {metric: paid, aggregation: total, by: tag}
    examples:
      - {title: Paid for gifts, metric: paid, aggregation: total, by: ordered_month, where: {tag: gift}}
tests:
  orders_are_paid:
    explore: orders
    fields: [ordered_month, count, paid]
    filters: {ordered_date: 2 years}
    sorts: {count: desc}
    limit: 10
    assert: {something_is_paid: '\${paid} > 0', not_too_much: '\${paid} / \${count} < 10000'}
`;

const BY_HAND = {
  lookml: {
    say: "LookML that is passed through to Looker, for what looker.yml has no word: parameters by name. `check` knows which may stand here.",
  },
} as const;

const LABELS = {
  label: { say: "What people see instead of the name.", otherwise: "the name in words" },
  group: { say: "The heading under which Looker's field picker lists it." },
  description: { say: "One plain sentence; Looker shows it beside the field." },
  ...BY_HAND,
  hidden: { say: "Kept out of the field picker; others may still refer to it.", otherwise: "false" },
  required_access_grants: {
    say: "The access grants it takes to see it, all of them; for everybody else it does not exist.",
  },
} as const;

/** Views, dimensions, measures, parameters, filters, explores, joins and questions. */
export const lookerNouns: readonly NounNote[] = [
  {
    name: "model",
    place: "The file itself",
    say: "One model: everything is generated from it.",
    keys: {
      include: {
        say: "Other files of the model, beside this one, that hold sources, tables, views, explores or questions; `*` stands for any characters of a file's name.",
      },
      model: { say: "The model's name in Looker: small letters, digits and `_`." },
      label: { say: "What people see instead of the name.", otherwise: "the name in words" },
      description: { say: "What the model is about." },
      connection: { say: "The name of Looker's connection to the warehouse." },
      schema: { say: "The warehouse schema its tables live in.", otherwise: "the model's name" },
      environments: {
        say: "Other places the same model is used in, each by a name; `--environment` or VIEWFINDER_ENVIRONMENT chooses one.",
      },
      case_sensitive: { say: "Whether text filters tell capital letters from small ones.", otherwise: "yes" },
      access_grants: {
        say: "Who may see what requires it: a name, and the values of a user attribute that open it.",
      },
      sources: { say: "What vendors deliver." },
      tables: { say: "What the warehouse holds." },
      views: { say: "The tables as people see them." },
      explores: { say: "What analysts open." },
      questions: { say: "The questions analysts ask by filling in blanks." },
      tests: { say: "What must be true of the data; Looker runs it as data tests." },
      ...BY_HAND,
    },
    example: SHOP,
  },
  {
    name: "environment",
    place: "environments.<name>",
    say: "Another place the model is used in: what is different there.",
    keys: {
      schema: { say: "The warehouse schema its tables live in there." },
      connection: { say: "The name of Looker's connection there." },
    },
    example: SHOP,
  },
  {
    name: "accessGrant",
    place: "access_grants.<name>",
    say: "Held by whoever has one of some values in a user attribute; what requires it is there for them only.",
    keys: {
      user_attribute: { say: "The user attribute, by its name in Looker and on the fallback server." },
      allowed: { say: "The values that open it, one or a list of them." },
    },
    example: SHOP,
  },
  {
    name: "view",
    place: "views.<name>",
    say: "A table as people see it: its fields.",
    keys: {
      table: { say: "The table it shows.", otherwise: "the table of the same name" },
      label: { say: "What people see instead of the name.", otherwise: "the name in words" },
      description: { say: "What one row of it stands for." },
      one: { say: "What one row is called in a sentence: `order`." },
      many: { say: "What several rows are called.", otherwise: "`one` with an s" },
      required_access_grants: {
        say: "The access grants it takes to see any of its fields, all of them.",
      },
      parameters: { say: "Values that are given with the question, for its SQL to read." },
      filters: { say: "Fields that only filters can use; SQL reads them with `{% condition %}`." },
      dimensions: { say: "Values of each row." },
      measures: { say: "Aggregates over rows." },
      detail: { say: "The fields shown when somebody asks for the rows behind a number." },
      ...BY_HAND,
    },
    example: SHOP,
  },
  {
    name: "dimension",
    place: "views.<name>.dimensions.<name>",
    say: "A value of each row. Nothing at all (`title:`) is enough for a column of the same name.",
    keys: {
      type: {
        say: "`string`, `number`, `yesno`, or `time` for a date or point in time in several timeframes.",
        words: ["string", "number", "yesno", "time"],
        otherwise: "what fits the column",
      },
      column: { say: "The column it reads.", otherwise: "the column of the same name" },
      sql: { say: "SQL over `${TABLE}.column` and other dimensions (`${price} * ${quantity}`)." },
      unknown: { say: "The value the column uses to say that nothing is known; it is read as null." },
      format: { say: "One of Looker's named formats, such as `usd_0` or `percent_1`." },
      timeframes: { say: "The timeframes a `time` dimension offers.", words: TIMEFRAMES },
      ...LABELS,
    },
    example: SHOP,
  },
  {
    name: "measure",
    place: "views.<name>.measures.<name>",
    say: "An aggregate over rows of the view; a join never makes it count a row twice.",
    keys: {
      type: { say: "How it aggregates.", words: MEASURE_TYPES },
      of: { say: "The dimension it aggregates; only `count` and `number` need none." },
      percentile: {
        say: "Of type `percentile`: which one, from 0 to 100. Between two values it lies as far as it lies between their places, as `PERCENTILE_CONT` has it.",
      },
      sql: {
        say: "Of type `number`: other measures of the view, and SQL between them, such as `${profit} / NULLIF(${sales}, 0)`.",
      },
      filters: { say: "Only rows that match count: a Looker filter expression for each dimension." },
      format: { say: "One of Looker's named formats.", otherwise: "that of the dimension" },
      ...LABELS,
    },
    example: SHOP,
  },
  {
    name: "parameter",
    place: "views.<name>.parameters.<name>",
    say: "A value that is given with the question, for the SQL of fields to read.",
    keys: {
      type: { say: "What the value is.", words: PARAMETER_TYPES, otherwise: "string" },
      allowed_values: { say: "The values to choose from: a list, or a map from each value to its label." },
      default_value: { say: "The value when the question gives none." },
      ...LABELS,
    },
    example: SHOP,
  },
  {
    name: "filterOnly",
    place: "views.<name>.filters.<name>",
    say: "A field that only filters can use; SQL asks `{% condition name %} … {% endcondition %}` with it.",
    keys: {
      type: { say: "What the filter's values are.", words: FILTER_TYPES, otherwise: "string" },
      ...LABELS,
    },
    example: SHOP,
  },
  {
    name: "explore",
    place: "explores.<name>",
    say: "What analysts open: a view and the views joined to it.",
    keys: {
      extends: {
        say: "Another explore that this one takes everything from. A key said here takes the place of the base's; joins, access filters and grants are added to it.",
      },
      view: { say: "The view it starts from.", otherwise: "the view of the same name" },
      label: { say: "What people see instead of the name.", otherwise: "the name in words" },
      description: { say: "What can be asked here." },
      required_access_grants: {
        say: "The access grants it takes to see the explore, all of them.",
      },
      access_filters: {
        say: "Filters that a user attribute of whoever asks brings along, and nobody can take off.",
      },
      always_filter: { say: "Filters that hold unless the question filters on the same field." },
      conditionally_filter: {
        say: "Filters that hold unless the question filters on one of the fields in `unless`.",
      },
      sql_always_where: { say: "A condition every row must meet." },
      sql_always_having: { say: "A condition every group must meet." },
      joins: { say: "The views joined to it, parents before children." },
      ...BY_HAND,
    },
    example: SHOP,
  },
  {
    name: "join",
    place: "explores.<name>.joins.<name>",
    say: "One left outer join. Nothing at all (`tags:`) is enough where the tables' references tell the keys.",
    keys: {
      view: { say: "The view that is joined.", otherwise: "the view of the join's name" },
      from: { say: "The view it is joined to.", otherwise: "the explore's own" },
      through: { say: "The bridge table of a many-to-many relation." },
      on: { say: "Which column of the view joined from equals which of the joined view." },
      relationship: {
        say: "How rows of the view joined from relate to rows of the joined view.",
        words: RELATIONSHIPS,
        otherwise: "what the keys say",
      },
      required_access_grants: {
        say: "The access grants it takes to see the joined view in this explore, all of them.",
      },
      ...BY_HAND,
    },
    example: SHOP,
  },
  {
    name: "question",
    place: "questions.<name>",
    say: "The question analysts ask by filling in blanks: what narrows it, what is measured, how, and for what.",
    keys: {
      label: { say: "What people see instead of the name.", otherwise: "the name in words" },
      explore: { say: "The explore it asks." },
      selectors: { say: "The blanks that narrow it, each with the field whose values are offered." },
      metrics: { say: "What can be measured: number dimensions of the explore's own view." },
      aggregations: { say: "How it can be aggregated.", words: AGGREGATIONS, otherwise: "all of them" },
      by: { say: "What the answer can have a row for: selectors, or fields of the explore's own view." },
      default: { say: "The question to start with." },
      examples: { say: "Questions to show to somebody who has not asked yet." },
    },
    example: SHOP,
  },
  {
    name: "formMetric",
    place: "questions.<name>.metrics.<name>",
    say: "What is special about a metric.",
    keys: {
      of: { say: "The dimension it measures.", otherwise: "the dimension of the same name" },
      label: { say: "What people see instead of the name." },
      except: { say: "Aggregations that make no sense for it, each with the reason in words." },
    },
    example: SHOP,
  },
  {
    name: "example",
    place: "questions.<name>.examples[]",
    say: "A question with its blanks filled in.",
    keys: {
      title: { say: "What it is called.", otherwise: "a sentence made from it" },
      metric: { say: "One of the question's metrics." },
      aggregation: { say: "One of the question's aggregations.", words: AGGREGATIONS },
      by: { say: "What the answer has a row for; left out, the answer is one number." },
      where: { say: "The values chosen for its selectors." },
    },
    example: SHOP,
  },
  {
    name: "ownTest",
    place: "tests.<name>",
    say: "A data test: a question, and what must be true of every row of its answer. Keys, bridges and totals are tested without a word.",
    keys: {
      explore: { say: "The explore it asks." },
      fields: { say: "The dimensions and measures it asks for." },
      filters: { say: "Only rows that match are asked for: a Looker filter expression for each field." },
      sorts: { say: "The fields the rows are sorted by, each with `asc` or `desc`." },
      limit: { say: "How many rows are looked at.", otherwise: "Looker's own limit" },
      assert: {
        say: "A name for each expression that must be true; fields stand in it as `${orders.count}`.",
      },
    },
    example: SHOP,
  },
];
