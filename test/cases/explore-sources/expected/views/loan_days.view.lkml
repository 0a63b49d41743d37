# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: loan_days {
  derived_table: {
    explore_source: loans {
      column: day { field: loans.lent_date }
      column: loans { field: loans.count }
      column: fees { field: loans.total_fee }
    }
    sql_trigger_value: SELECT MAX(id) FROM lending.loans ;;
    increment_key: "day"
    increment_offset: 2
    indexes: ["day"]
  }
  drill_fields: [detail*]

  dimension: pk1_day {
    primary_key: yes
    hidden: yes
    label: "Day"
    description: "Identifies one row of loan_days"
    sql: ${TABLE}.day ;;
  }

  dimension: loans {
    type: number
    sql: ${TABLE}.loans ;;
  }

  dimension: fees {
    type: number
    sql: ${TABLE}.fees ;;
  }

  dimension_group: day {
    type: time
    timeframes: [raw, date, month]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.day ;;
  }

  measure: count {
    type: count
    filters: [pk1_day: "-NULL"]
    value_format_name: decimal_0
  }

  measure: most_loans {
    type: max
    sql: ${loans} ;;
  }

  set: detail {
    fields: [day_date, loans, fees]
  }
}
