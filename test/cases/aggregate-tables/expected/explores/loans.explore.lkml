# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/loans.view.lkml"
include: "/views/books.view.lkml"
include: "/views/people.view.lkml"

explore: loans {
  access_filter: {
    field: reader.city
    user_attribute: city
  }
  always_filter: {
    filters: [loans.lent_date: "2 years"]
  }

  join: books {
    type: left_outer
    relationship: many_to_one
    sql_on: ${loans.book} = ${books.pk1_id} ;;
  }

  join: reader {
    from: people
    view_label: "Reader"
    type: left_outer
    relationship: many_to_one
    sql_on: ${loans.reader} = ${reader.pk1_id} ;;
  }

  aggregate_table: by_week {
    query: {
      dimensions: [loans.lent_week, loans.lent_month_name, books.language, reader.city]
      measures: [
        loans.count,
        loans.dear_ones,
        loans.total_fee,
        loans.average_fee,
        loans.least_fee,
        loans.fee_each
      ]
      filters: [loans.lent_date: "2 years", books.language: "-NULL"]
      timezone: "America/New_York"
    }
    materialization: {
      datagroup_trigger: nightly
      increment_key: "lent_week"
      increment_offset: 4
      distribution: "city"
      sortkeys: ["lent_week", "city"]
    }
  }

  aggregate_table: by_day {
    query: {
      dimensions: [loans.lent_date, reader.city]
      measures: [loans.count]
    }
    materialization: {
      sql_trigger_value:
        SELECT MAX(id)
        FROM readers.loans ;;
      increment_key: "lent_date"
      distribution_style: all
      indexes: ["lent_date", "city"]
    }
  }

  aggregate_table: by_language {
    query: {
      dimensions: [loans.lent_date, books.language, reader.city]
      measures: [loans.count]
    }
    materialization: {
      persist_for: "12 hours"
      distribution_style: even
      sortkeys: ["language"]
    }
  }

  aggregate_table: cities {
    query: {
      dimensions: [loans.lent_date, reader.city]
    }
    materialization: {
      persist_for: "1 hour"
    }
  }
}
