# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: reader_facts {
  derived_table: {
    sql:
      SELECT reader, COUNT(*) AS loans, SUM(fee) AS fees, MIN(lent) AS first_lent
      FROM ${loans.SQL_TABLE_NAME}
      WHERE {% incrementcondition %} lent {% endincrementcondition %}
      GROUP BY reader ;;
    datagroup_trigger: nightly
    increment_key: "first_lent_month"
    increment_offset: 1
    distribution: "reader"
    sortkeys: ["first_lent"]
  }
  drill_fields: [detail*]

  dimension: pk1_reader {
    primary_key: yes
    hidden: yes
    label: "Reader"
    description: "Identifies one row of reader_facts"
    type: number
    sql: ${TABLE}.reader ;;
  }

  dimension: loans {
    type: number
    sql: ${TABLE}.loans ;;
  }

  dimension: fees {
    type: number
    sql: ${TABLE}.fees ;;
  }

  dimension_group: first_lent {
    type: time
    timeframes: [raw, date, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.first_lent ;;
  }

  measure: count {
    type: count
    filters: [pk1_reader: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: average_loans {
    type: average
    sql: CAST(${loans} AS DECIMAL(38, 12)) ;;
  }

  set: detail {
    fields: [loans, fees, first_lent_date]
  }
}
