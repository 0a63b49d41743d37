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

view: +readers {
  measure: rows_without_key {
    hidden: yes
    description: "How many readers have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

view: +book_tags {
  measure: rows_without_key {
    hidden: yes
    description: "How many book tags have no key"
    type: count
    filters: [pk1_book_tags_key: "NULL"]
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

view: +reader_facts {
  measure: rows_without_key {
    hidden: yes
    description: "How many reader facts have no key"
    type: count
    filters: [pk1_reader: "NULL"]
  }
}

view: +best_readers {
  measure: rows_without_key {
    hidden: yes
    description: "How many best readers have no key"
    type: count
    filters: [pk1_reader: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: books_alone {
  hidden: yes
  view_name: books
}

explore: readers_alone {
  hidden: yes
  view_name: readers
}

explore: book_tags_alone {
  hidden: yes
  view_name: book_tags

  join: books {
    type: left_outer
    relationship: many_to_one
    sql_on: ${book_tags.book_id} = ${books.pk1_id} ;;
  }

  join: tags {
    type: left_outer
    relationship: many_to_one
    sql_on: ${book_tags.tag_id} = ${tags.pk1_id} ;;
  }
}

explore: tags_alone {
  hidden: yes
  view_name: tags
}

explore: reader_facts_alone {
  hidden: yes
  view_name: reader_facts
}

explore: best_readers_alone {
  hidden: yes
  view_name: best_readers
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

test: readers_key_is_unique {
  explore_source: readers_alone {
    column: key { field: readers.pk1_id }
    column: rows { field: readers.count }
    sorts: [readers.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${readers.count} = 1 ;;
  }
}

test: readers_key_is_known {
  explore_source: readers_alone {
    column: rows_without_key { field: readers.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${readers.rows_without_key} = 0 ;;
  }
}

test: book_tags_key_is_unique {
  explore_source: book_tags_alone {
    column: key { field: book_tags.pk1_book_tags_key }
    column: rows { field: book_tags.count }
    sorts: [book_tags.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${book_tags.count} = 1 ;;
  }
}

test: book_tags_key_is_known {
  explore_source: book_tags_alone {
    column: rows_without_key { field: book_tags.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${book_tags.rows_without_key} = 0 ;;
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

test: best_readers_key_is_unique {
  explore_source: best_readers_alone {
    column: key { field: best_readers.pk1_reader }
    column: rows { field: best_readers.count }
    sorts: [best_readers.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${best_readers.count} = 1 ;;
  }
}

test: best_readers_key_is_known {
  explore_source: best_readers_alone {
    column: rows_without_key { field: best_readers.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${best_readers.rows_without_key} = 0 ;;
  }
}

# Bridges: each row finds both of its ends.

test: book_tags_find_their_books {
  explore_source: book_tags_alone {
    column: rows { field: book_tags.count }
    filters: [books.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${book_tags.count} = 0 ;;
  }
}

test: book_tags_find_their_tags {
  explore_source: book_tags_alone {
    column: rows { field: book_tags.count }
    filters: [tags.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${book_tags.count} = 0 ;;
  }
}

# Joins: a total stays the same, however many rows a join makes of one.

view: loans_totals {
  derived_table: {
    explore_source: loans {
      column: known_rows { field: loans.count }
      column: known_total { field: loans.total_fee }
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

explore: loans_beside_totals {
  hidden: yes
  extends: [loans]
  view_name: loans

  join: loans_totals {
    type: cross
    relationship: many_to_one
  }
}

test: loans_totals_survive_tags {
  explore_source: loans_beside_totals {
    column: joined { field: tags.count }
    column: rows { field: loans.count }
    column: known_rows { field: loans_totals.known_rows }
    column: total { field: loans.total_fee }
    column: known_total { field: loans_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${loans.count} = ${loans_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${loans.total_fee} - ${loans_totals.known_total}) <= 0.000001 * abs(${loans_totals.known_total}) ;;
  }
}
