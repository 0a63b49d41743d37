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

view: +people {
  measure: rows_without_key {
    hidden: yes
    description: "How many people have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: people_alone {
  hidden: yes
  view_name: people
}

test: orders_key_is_unique {
  explore_source: orders {
    column: key { field: orders.pk1_id }
    column: rows { field: orders.order_count }
    sorts: [orders.order_count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${orders.order_count} = 1 ;;
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

test: people_key_is_unique {
  explore_source: people_alone {
    column: key { field: people.pk1_id }
    column: rows { field: people.count }
    sorts: [people.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${people.count} = 1 ;;
  }
}

test: people_key_is_known {
  explore_source: people_alone {
    column: rows_without_key { field: people.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${people.rows_without_key} = 0 ;;
  }
}
