# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/sales.explore.lkml"

# Keys: each is known, and stands for one row.

view: +sales {
  measure: rows_without_key {
    hidden: yes
    description: "How many sales have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

view: +sale_tags {
  measure: rows_without_key {
    hidden: yes
    description: "How many sale tags have no key"
    type: count
    filters: [pk1_sale_tags_key: "NULL"]
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

explore: sale_tags_alone {
  hidden: yes
  view_name: sale_tags

  join: sales {
    type: left_outer
    relationship: many_to_one
    sql_on: ${sale_tags.sale_id} = ${sales.pk1_id} ;;
  }

  join: tags {
    type: left_outer
    relationship: many_to_one
    sql_on: ${sale_tags.tag_id} = ${tags.pk1_id} ;;
  }
}

explore: tags_alone {
  hidden: yes
  view_name: tags
}

test: sales_key_is_unique {
  explore_source: sales {
    column: key { field: sales.pk1_id }
    column: rows { field: sales.count }
    sorts: [sales.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${sales.count} = 1 ;;
  }
}

test: sales_key_is_known {
  explore_source: sales {
    column: rows_without_key { field: sales.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${sales.rows_without_key} = 0 ;;
  }
}

test: sale_tags_key_is_unique {
  explore_source: sale_tags_alone {
    column: key { field: sale_tags.pk1_sale_tags_key }
    column: rows { field: sale_tags.count }
    sorts: [sale_tags.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${sale_tags.count} = 1 ;;
  }
}

test: sale_tags_key_is_known {
  explore_source: sale_tags_alone {
    column: rows_without_key { field: sale_tags.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${sale_tags.rows_without_key} = 0 ;;
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

test: sale_tags_find_their_sales {
  explore_source: sale_tags_alone {
    column: rows { field: sale_tags.count }
    filters: [sales.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${sale_tags.count} = 0 ;;
  }
}

test: sale_tags_find_their_tags {
  explore_source: sale_tags_alone {
    column: rows { field: sale_tags.count }
    filters: [tags.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${sale_tags.count} = 0 ;;
  }
}

# Joins: a total stays the same, however many rows a join makes of one.

view: sales_totals {
  derived_table: {
    explore_source: sales {
      column: known_rows { field: sales.count }
      column: known_total { field: sales.total_price }
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

explore: sales_beside_totals {
  hidden: yes
  extends: [sales]
  view_name: sales

  join: sales_totals {
    type: cross
    relationship: many_to_one
  }
}

test: sales_totals_survive_tags {
  explore_source: sales_beside_totals {
    column: joined { field: tags.count }
    column: rows { field: sales.count }
    column: known_rows { field: sales_totals.known_rows }
    column: total { field: sales.total_price }
    column: known_total { field: sales_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${sales.count} = ${sales_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${sales.total_price} - ${sales_totals.known_total}) <= 0.000001 * abs(${sales_totals.known_total}) ;;
  }
}
