# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/orders.explore.lkml"

# Keys: each is known, and stands for one row.

view: +orders {
  measure: rows_without_key {
    hidden: yes
    description: "How many orders have no key"
    type: count
    filters: [pk1_number: "NULL"]
  }
}

view: +stores {
  measure: rows_without_key {
    hidden: yes
    description: "How many stores have no key"
    type: count
    filters: [pk1_code: "NULL"]
  }
}

view: +order_lines {
  measure: rows_without_key {
    hidden: yes
    description: "How many order lines have no key"
    type: count
    filters: [pk1_order_lines_key: "NULL"]
  }
}

view: +product_tags {
  measure: rows_without_key {
    hidden: yes
    description: "How many product tags have no key"
    type: count
    filters: [pk1_product_tags_key: "NULL"]
  }
}

view: +tags {
  measure: rows_without_key {
    hidden: yes
    description: "How many tags have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: stores_alone {
  hidden: yes
  view_name: stores
}

explore: order_lines_alone {
  hidden: yes
  view_name: order_lines
}

explore: product_tags_alone {
  hidden: yes
  view_name: product_tags

  join: products {
    type: left_outer
    relationship: many_to_one
    sql_on: ${product_tags.sku} = ${products.pk1_sku} ;;
  }

  join: tags {
    type: left_outer
    relationship: many_to_one
    sql_on: ${product_tags.tag_id} = ${tags.pk1_id} ;;
  }
}

explore: tags_alone {
  hidden: yes
  view_name: tags
}

test: orders_key_is_unique {
  explore_source: orders {
    column: key { field: orders.pk1_number }
    column: rows { field: orders.orders }
    sorts: [orders.orders: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${orders.orders} = 1 ;;
  }
}

test: orders_key_is_known {
  explore_source: orders {
    column: rows_without_key { field: orders.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${orders.rows_without_key} = 0 ;;
  }
}

test: stores_key_is_unique {
  explore_source: stores_alone {
    column: key { field: stores.pk1_code }
    column: rows { field: stores.count }
    sorts: [stores.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${stores.count} = 1 ;;
  }
}

test: stores_key_is_known {
  explore_source: stores_alone {
    column: rows_without_key { field: stores.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${stores.rows_without_key} = 0 ;;
  }
}

test: order_lines_key_is_unique {
  explore_source: order_lines_alone {
    column: key { field: order_lines.pk1_order_lines_key }
    column: rows { field: order_lines.count }
    sorts: [order_lines.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${order_lines.count} = 1 ;;
  }
}

test: order_lines_key_is_known {
  explore_source: order_lines_alone {
    column: rows_without_key { field: order_lines.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${order_lines.rows_without_key} = 0 ;;
  }
}

test: product_tags_key_is_unique {
  explore_source: product_tags_alone {
    column: key { field: product_tags.pk1_product_tags_key }
    column: rows { field: product_tags.count }
    sorts: [product_tags.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${product_tags.count} = 1 ;;
  }
}

test: product_tags_key_is_known {
  explore_source: product_tags_alone {
    column: rows_without_key { field: product_tags.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${product_tags.rows_without_key} = 0 ;;
  }
}

test: tags_key_is_unique {
  explore_source: tags_alone {
    column: key { field: tags.pk1_id }
    column: rows { field: tags.count }
    sorts: [tags.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${tags.count} = 1 ;;
  }
}

test: tags_key_is_known {
  explore_source: tags_alone {
    column: rows_without_key { field: tags.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${tags.rows_without_key} = 0 ;;
  }
}

# Bridges: each row finds both of its ends.

test: product_tags_find_their_products {
  explore_source: product_tags_alone {
    column: rows { field: product_tags.count }
    filters: [products.pk1_sku: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${product_tags.count} = 0 ;;
  }
}

test: product_tags_find_their_tags {
  explore_source: product_tags_alone {
    column: rows { field: product_tags.count }
    filters: [tags.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${product_tags.count} = 0 ;;
  }
}

# Joins: a total stays the same, however many rows a join makes of one.

view: orders_totals {
  derived_table: {
    explore_source: orders {
      column: known_rows { field: orders.orders }
      column: known_total { field: orders.total_net }
    }
  }

  dimension: known_rows {
    hidden: yes
    type: number
  }

  dimension: known_total {
    hidden: yes
    type: number
  }
}

explore: orders_beside_totals {
  hidden: yes
  extends: [orders]
  view_name: orders

  join: orders_totals {
    type: cross
    relationship: many_to_one
  }
}

test: orders_totals_survive_order_lines {
  explore_source: orders_beside_totals {
    column: joined { field: order_lines.count }
    column: rows { field: orders.orders }
    column: known_rows { field: orders_totals.known_rows }
    column: total { field: orders.total_net }
    column: known_total { field: orders_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${orders.orders} = ${orders_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${orders.total_net} - ${orders_totals.known_total}) <= 0.000001 * abs(${orders_totals.known_total}) ;;
  }
}

test: orders_totals_survive_products {
  explore_source: orders_beside_totals {
    column: joined { field: products.count }
    column: rows { field: orders.orders }
    column: known_rows { field: orders_totals.known_rows }
    column: total { field: orders.total_net }
    column: known_total { field: orders_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${orders.orders} = ${orders_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${orders.total_net} - ${orders_totals.known_total}) <= 0.000001 * abs(${orders_totals.known_total}) ;;
  }
}

test: orders_totals_survive_tags {
  explore_source: orders_beside_totals {
    column: joined { field: tags.count }
    column: rows { field: orders.orders }
    column: known_rows { field: orders_totals.known_rows }
    column: total { field: orders.total_net }
    column: known_total { field: orders_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${orders.orders} = ${orders_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${orders.total_net} - ${orders_totals.known_total}) <= 0.000001 * abs(${orders_totals.known_total}) ;;
  }
}
