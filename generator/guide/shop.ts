// The model that stands as the example of every noun people see: a shop, with each key used once.

/** A whole model in which every key of the nouns people see is used. */
export const SHOP = `include: [shop/*.yml]
model: shop
label: The Shop
description: What is ordered, by whom and where
connection: warehouse
schema: shop
environments: {dev: {schema: shop_dev, connection: warehouse_dev}}
unsigned: folders
generations: 24
case_sensitive: no
week_start_day: sunday
fiscal_month_offset: 3
lookml: {datagroup: {nightly: {max_cache_age: 24 hours}}}
locale: en
locales:
  de: {The Shop: Der Laden, Orders: Bestellungen}
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
      taken_by: {type: number, column: taker, description: 'Who got it, by number'}
    measures:
      count: {type: count}
      paid: {type: sum, of: amount, filters: {at_home: 'yes'}, format: usd, label: Paid at home, group: Money, description: All that was paid at home, hidden: false, required_access_grants: staff, lookml: {link: {label: The bank, url: 'https://bank.example'}}}
      dear: {type: percentile, of: amount, percentile: 90, description: What nine orders in ten cost at most, required_access_grants: staff}
      paid_each: {type: number, sql: "\${paid} / NULLIF(\${count}, 0)", format: usd, description: Paid at home by order, required_access_grants: staff}
      takers: {type: list, of: taken_by, description: Who got something}
      last_ordered: {type: date, sql: 'MAX(\${ordered_raw})', description: Day of the last order}
      is_busy: {type: yesno, sql: '\${count} > 100', description: Whether there is much to do}
      weight_by_taker: {type: sum_distinct, of: weight, distinct_key: taken_by, description: 'Weight, once for each taker', required_access_grants: staff}
      count_so_far: {type: running_total, of: count, direction: column, description: Orders down to this row}
      count_before: {type: period_over_period, of: count, based_on_time: ordered_year, period: year, kind: previous, value_to_date: yes, description: Orders of the year before}
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
    aggregate_tables:
      by_day: {dimensions: [ordered_date, giver.name], measures: [count], filters: {amount: '>0'}, timezone: UTC, distribution: even, sort: ordered_date, datagroup_trigger: nightly, increment_key: ordered_date, increment_offset: 3}
      by_month: {dimensions: [ordered_date, ordered_month, giver.name], measures: [count], indexes: [ordered_month, name], sql_trigger_value: SELECT CURRENT_DATE}
      by_year: {dimensions: [ordered_date, ordered_year, giver.name], measures: [count], persist_for: 24 hours}
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
