# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/loans.view.lkml"
include: "/views/books.view.lkml"
include: "/views/readers.view.lkml"
include: "/views/book_tags.view.lkml"
include: "/views/tags.view.lkml"
include: "/views/reader_facts.view.lkml"
include: "/views/best_readers.view.lkml"
include: "/views/language_shares.view.lkml"

explore: loans {
  join: books {
    type: left_outer
    relationship: many_to_one
    sql_on: ${loans.book} = ${books.pk1_id} ;;
  }

  join: readers {
    type: left_outer
    relationship: many_to_one
    sql_on: ${loans.reader} = ${readers.pk1_id} ;;
  }

  join: book_tags {
    fields: []
    type: left_outer
    relationship: one_to_many
    sql_on: ${books.pk1_id} = ${book_tags.book_id} ;;
  }

  join: tags {
    type: left_outer
    relationship: many_to_one
    sql_on: ${book_tags.tag_id} = ${tags.pk1_id} ;;
  }

  join: reader_facts {
    type: left_outer
    relationship: many_to_one
    sql_on: ${loans.reader} = ${reader_facts.pk1_reader} ;;
  }

  join: best_readers {
    type: left_outer
    relationship: one_to_one
    sql_on: ${readers.pk1_id} = ${best_readers.pk1_reader} ;;
  }

  join: language_shares {
    type: left_outer
    relationship: many_to_one
    sql_on: ${books.language} = ${language_shares.pk1_language} ;;
  }
}
