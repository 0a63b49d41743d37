# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/books.view.lkml"
include: "/views/branches.view.lkml"
include: "/views/book_subjects.view.lkml"
include: "/views/subjects.view.lkml"

explore: books {
  access_filter: {
    field: branches.city
    user_attribute: city
  }
  always_filter: {
    filters: [books.bought_year: "2024", subjects.name: "-\"Fiction, old\""]
  }
  conditionally_filter: {
    filters: [books.bought_date: "last 90 days"]
    unless: [books.title, branches.city]
  }
  sql_always_where: NOT COALESCE(${books.lost}, FALSE) AND ${books.bought_year} > 1950 ;;
  sql_always_having: ${books.count} > 1 OR ${books.total_price} >= 100 ;;

  join: branches {
    type: left_outer
    relationship: many_to_one
    sql_on: ${books.branch_code} = ${branches.pk1_code} ;;
  }

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
