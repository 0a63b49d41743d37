# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/catalogue.explore.lkml"

# Keys: each is known, and stands for one row.

view: +products {
  measure: rows_without_key {
    hidden: yes
    description: "How many products have no key"
    type: count
    filters: [pk1_sku: "NULL"]
  }
}

test: products_key_is_unique {
  explore_source: catalogue {
    column: key { field: products.pk1_sku }
    column: rows { field: products.count }
    sorts: [products.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${products.count} = 1 ;;
  }
}

test: products_key_is_known {
  explore_source: catalogue {
    column: rows_without_key { field: products.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${products.rows_without_key} = 0 ;;
  }
}

# Joins: a total stays the same, however many rows a join makes of one.

view: catalogue_totals {
  derived_table: {
    explore_source: catalogue {
      column: known_rows { field: products.count }
    }
  }

  dimension: known_rows {
    hidden: yes
    type: number
  }
}

explore: catalogue_beside_totals {
  hidden: yes
  extends: [catalogue]
  view_name: products

  join: catalogue_totals {
    type: cross
    relationship: many_to_one
  }
}

test: catalogue_totals_survive_tags {
  explore_source: catalogue_beside_totals {
    column: joined { field: tags.count }
    column: rows { field: products.count }
    column: known_rows { field: catalogue_totals.known_rows }
  }
  assert: as_many_rows {
    expression: ${products.count} = ${catalogue_totals.known_rows} ;;
  }
}

test: catalogue_totals_survive_order_lines {
  explore_source: catalogue_beside_totals {
    column: joined { field: order_lines.count }
    column: rows { field: products.count }
    column: known_rows { field: catalogue_totals.known_rows }
  }
  assert: as_many_rows {
    expression: ${products.count} = ${catalogue_totals.known_rows} ;;
  }
}
