# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/orders.explore.lkml"

# Keys: each is known, and stands for one row.

view: +orders {
  measure: rows_without_key {
    hidden: yes
    description: "How many orders have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

view: +customers {
  measure: rows_without_key {
    hidden: yes
    description: "How many customers have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: customers_alone {
  hidden: yes
  view_name: customers
}

test: orders_key_is_unique {
  explore_source: orders {
    column: key { field: orders.pk1_id }
    column: rows { field: orders.count }
    sorts: [orders.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${orders.count} = 1 ;;
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

test: customers_key_is_unique {
  explore_source: customers_alone {
    column: key { field: customers.pk1_id }
    column: rows { field: customers.count }
    sorts: [customers.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${customers.count} = 1 ;;
  }
}

test: customers_key_is_known {
  explore_source: customers_alone {
    column: rows_without_key { field: customers.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${customers.rows_without_key} = 0 ;;
  }
}
