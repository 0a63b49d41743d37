# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/books.explore.lkml"

# Keys: each is known, and stands for one row.

view: +books {
  measure: rows_without_key {
    hidden: yes
    description: "How many books have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

test: books_key_is_unique {
  explore_source: books {
    column: key { field: books.pk1_id }
    column: rows { field: books.count }
    sorts: [books.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${books.count} = 1 ;;
  }
}

test: books_key_is_known {
  explore_source: books {
    column: rows_without_key { field: books.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${books.rows_without_key} = 0 ;;
  }
}
