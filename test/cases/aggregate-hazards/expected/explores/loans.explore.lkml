# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/loans.view.lkml"
include: "/views/people.view.lkml"
include: "/views/loan_tags.view.lkml"
include: "/views/tags.view.lkml"

explore: loans {
  access_filter: {
    field: people.city
    user_attribute: city
  }
  always_filter: {
    filters: [loans.lent_date: "1 year"]
  }

  join: people {
    type: left_outer
    relationship: many_to_one
    sql_on: ${loans.reader} = ${people.pk1_id} ;;
  }

  join: loan_tags {
    fields: []
    type: left_outer
    relationship: one_to_many
    sql_on: ${loans.pk1_id} = ${loan_tags.loan} ;;
  }

  join: tags {
    type: left_outer
    relationship: many_to_one
    sql_on: ${loan_tags.tag} = ${tags.pk1_id} ;;
  }

  aggregate_table: lacking {
    query: {
      dimensions: [loans.lent_month]
      measures: [loans.count]
      filters: [loans.lent_date: "2 years"]
    }
    materialization: {
      persist_for: "1 hour"
    }
  }

  aggregate_table: stubborn {
    query: {
      dimensions: [loans.lent_date, people.city]
      measures: [
        loans.shown_total,
        loans.readers,
        loans.median_fee,
        loans.last_lent,
        loans.fee_each,
        loans.so_far,
        loans.before,
        loans.highest_fee
      ]
    }
    materialization: {
      persist_for: "1 hour"
    }
  }

  aggregate_table: repeating {
    query: {
      dimensions: [loans.lent_date, people.city, tags.name]
      measures: [loans.total_fee, loans.highest_fee]
    }
    materialization: {
      persist_for: "1 hour"
    }
  }
}
