# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: loans {
  sql_table_name: @{SCHEMA}.loans ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of loans"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: book {
    hidden: yes
    description: "Links loans to another table"
    type: number
    sql: ${TABLE}.book ;;
  }

  dimension: reader {
    hidden: yes
    description: "Links loans to another table"
    type: number
    sql: ${TABLE}.reader ;;
  }

  dimension: fee {
    type: number
    sql: ${TABLE}.fee ;;
  }

  dimension_group: lent {
    type: time
    timeframes: [raw, date, month, year]
    datatype: timestamp
    convert_tz: no
    sql: ${TABLE}.lent ;;
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: total_fee {
    type: sum
    sql: ${fee} ;;
  }

  measure: median_fee {
    type: median
    sql: ${fee} ;;
  }

  measure: cheapest {
    type: min
    sql: ${fee} ;;
  }

  set: detail {
    fields: [lent_date, fee]
  }
}
