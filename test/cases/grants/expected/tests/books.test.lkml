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

view: +book_subjects {
  measure: rows_without_key {
    hidden: yes
    description: "How many book subjects have no key"
    type: count
    filters: [pk1_book_subjects_key: "NULL"]
  }
}

view: +subjects {
  measure: rows_without_key {
    hidden: yes
    description: "How many subjects have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: book_subjects_alone {
  hidden: yes
  required_access_grants: [staff]
  view_name: book_subjects

  join: books {
    type: left_outer
    relationship: many_to_one
    sql_on: ${book_subjects.book_id} = ${books.pk1_id} ;;
  }

  join: subjects {
    type: left_outer
    relationship: many_to_one
    sql_on: ${book_subjects.subject_id} = ${subjects.pk1_id} ;;
  }
}

explore: subjects_alone {
  hidden: yes
  required_access_grants: [staff]
  view_name: subjects
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

test: book_subjects_key_is_unique {
  explore_source: book_subjects_alone {
    column: key { field: book_subjects.pk1_book_subjects_key }
    column: rows { field: book_subjects.count }
    sorts: [book_subjects.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${book_subjects.count} = 1 ;;
  }
}

test: book_subjects_key_is_known {
  explore_source: book_subjects_alone {
    column: rows_without_key { field: book_subjects.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${book_subjects.rows_without_key} = 0 ;;
  }
}

test: subjects_key_is_unique {
  explore_source: subjects_alone {
    column: key { field: subjects.pk1_id }
    column: rows { field: subjects.count }
    sorts: [subjects.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${subjects.count} = 1 ;;
  }
}

test: subjects_key_is_known {
  explore_source: subjects_alone {
    column: rows_without_key { field: subjects.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${subjects.rows_without_key} = 0 ;;
  }
}

# Bridges: each row finds both of its ends.

test: book_subjects_find_their_books {
  explore_source: book_subjects_alone {
    column: rows { field: book_subjects.count }
    filters: [books.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${book_subjects.count} = 0 ;;
  }
}

test: book_subjects_find_their_subjects {
  explore_source: book_subjects_alone {
    column: rows { field: book_subjects.count }
    filters: [subjects.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${book_subjects.count} = 0 ;;
  }
}

# Joins: a total stays the same, however many rows a join makes of one.

view: books_totals {
  derived_table: {
    explore_source: books {
      column: known_rows { field: books.count }
      column: known_total { field: books.total_pages }
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

explore: books_beside_totals {
  hidden: yes
  extends: [books]
  view_name: books

  join: books_totals {
    type: cross
    relationship: many_to_one
  }
}

test: books_totals_survive_subjects {
  explore_source: books_beside_totals {
    column: joined { field: subjects.count }
    column: rows { field: books.count }
    column: known_rows { field: books_totals.known_rows }
    column: total { field: books.total_pages }
    column: known_total { field: books_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${books.count} = ${books_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${books.total_pages} - ${books_totals.known_total}) <= 0.000001 * abs(${books_totals.known_total}) ;;
  }
}
