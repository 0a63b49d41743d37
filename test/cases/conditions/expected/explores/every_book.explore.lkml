# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/books.view.lkml"
include: "/views/book_subjects.view.lkml"
include: "/views/subjects.view.lkml"

explore: every_book {
  label: "Books"
  conditionally_filter: {
    filters: [books.title: "-EMPTY"]
  }
  sql_always_where:
    ${subjects.name} IS NOT NULL
    AND ${books.price} > 0 ;;
  view_name: books

  join: book_subjects {
    fields: []
    type: left_outer
    relationship: one_to_many
    sql_on: ${books.pk1_id} = ${book_subjects.book_id} ;;
  }

  join: subjects {
    type: left_outer
    relationship: many_to_one
    sql_on: ${book_subjects.subject_id} = ${subjects.pk1_id} ;;
  }
}
