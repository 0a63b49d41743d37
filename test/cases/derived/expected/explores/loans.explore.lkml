# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/loans.view.lkml"
include: "/views/books.view.lkml"
include: "/views/reader_facts.view.lkml"
include: "/views/language_facts.view.lkml"

explore: loans {
  join: books {
    type: left_outer
    relationship: many_to_one
    sql_on: ${loans.book} = ${books.pk1_id} ;;
  }

  join: reader_facts {
    type: left_outer
    relationship: many_to_one
    sql_on: ${loans.reader} = ${reader_facts.pk1_reader} ;;
  }

  join: language_facts {
    type: left_outer
    relationship: many_to_one
    sql_on: ${books.language} = ${language_facts.pk1_language} ;;
  }
}
