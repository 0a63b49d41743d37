# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/people.explore.lkml"

# Keys: each is known, and stands for one row.

view: +people {
  measure: rows_without_key {
    hidden: yes
    description: "How many people have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

test: people_key_is_unique {
  explore_source: people {
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
  explore_source: people {
    column: rows_without_key { field: people.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${people.rows_without_key} = 0 ;;
  }
}
