# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/loans.explore.lkml"

# Keys: each is known, and stands for one row.

view: +loans {
  measure: rows_without_key {
    hidden: yes
    description: "How many loans have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

view: +books {
  measure: rows_without_key {
    hidden: yes
    description: "How many books have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

view: +reader_facts {
  measure: rows_without_key {
    hidden: yes
    description: "How many reader facts have no key"
    type: count
    filters: [pk1_reader: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: books_alone {
  hidden: yes
  view_name: books
}

explore: reader_facts_alone {
  hidden: yes
  view_name: reader_facts
}

test: loans_key_is_unique {
  explore_source: loans {
    column: key { field: loans.pk1_id }
    column: rows { field: loans.count }
    sorts: [loans.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${loans.count} = 1 ;;
  }
}

test: loans_key_is_known {
  explore_source: loans {
    column: rows_without_key { field: loans.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${loans.rows_without_key} = 0 ;;
  }
}

test: books_key_is_unique {
  explore_source: books_alone {
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
  explore_source: books_alone {
    column: rows_without_key { field: books.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${books.rows_without_key} = 0 ;;
  }
}

test: reader_facts_key_is_unique {
  explore_source: reader_facts_alone {
    column: key { field: reader_facts.pk1_reader }
    column: rows { field: reader_facts.count }
    sorts: [reader_facts.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${reader_facts.count} = 1 ;;
  }
}

test: reader_facts_key_is_known {
  explore_source: reader_facts_alone {
    column: rows_without_key { field: reader_facts.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${reader_facts.rows_without_key} = 0 ;;
  }
}
