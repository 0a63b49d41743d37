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

view: +tills {
  measure: rows_without_key {
    hidden: yes
    description: "How many tills have no key"
    type: count
    filters: [pk1_name: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: sales_alone {
  hidden: yes
  view_name: sales
}

explore: tills_alone {
  hidden: yes
  view_name: tills
}

test: sales_key_is_unique {
  explore_source: sales_alone {
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
  explore_source: sales_alone {
    column: rows_without_key { field: sales.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${sales.rows_without_key} = 0 ;;
  }
}

test: tills_key_is_unique {
  explore_source: tills_alone {
    column: key { field: tills.pk1_name }
    column: rows { field: tills.count }
    sorts: [tills.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${tills.count} = 1 ;;
  }
}

test: tills_key_is_known {
  explore_source: tills_alone {
    column: rows_without_key { field: tills.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${tills.rows_without_key} = 0 ;;
  }
}
