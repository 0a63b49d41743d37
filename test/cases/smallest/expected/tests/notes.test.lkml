# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/notes.explore.lkml"

# Keys: each is known, and stands for one row.

view: +notes {
  measure: rows_without_key {
    hidden: yes
    description: "How many notes have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

test: notes_key_is_unique {
  explore_source: notes {
    column: key { field: notes.pk1_id }
    column: rows { field: notes.count }
    sorts: [notes.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${notes.count} = 1 ;;
  }
}

test: notes_key_is_known {
  explore_source: notes {
    column: rows_without_key { field: notes.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${notes.rows_without_key} = 0 ;;
  }
}
