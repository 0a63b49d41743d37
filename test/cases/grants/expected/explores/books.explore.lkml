# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/books.view.lkml"
include: "/views/branches.view.lkml"
include: "/views/book_subjects.view.lkml"
include: "/views/subjects.view.lkml"

explore: books {
  join: branches {
    required_access_grants: [staff]
    type: left_outer
    relationship: many_to_one
    sql_on: ${books.branch_code} = ${branches.pk1_code} ;;
  }

  join: book_subjects {
    fields: []
    required_access_grants: [staff]
    type: left_outer
    relationship: one_to_many
    sql_on: ${books.pk1_id} = ${book_subjects.book_id} ;;
  }

  join: subjects {
    required_access_grants: [staff]
    type: left_outer
    relationship: many_to_one
    sql_on: ${book_subjects.subject_id} = ${subjects.pk1_id} ;;
  }
}
