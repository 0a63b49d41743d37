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

  parameter: currency {
    type: unquoted
    allowed_value: { label: "Euro" value: "eur" }
    allowed_value: { label: "Dollar" value: "usd" }
    default_value: "eur"
  }

  dimension: fee {
    type: number
    sql: ${TABLE}.fee ;;
  }

  dimension: reader {
    type: number
    sql: ${TABLE}.reader ;;
  }

  dimension: shown_fee {
    type: number
    sql: ${fee} * {% if currency._parameter_value == 'usd' %} 1.1 {% else %} 1 {% endif %} ;;
  }

  dimension_group: lent {
    type: time
    timeframes: [raw, date, month, quarter, year]
    datatype: date
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

  measure: highest_fee {
    type: max
    sql: ${fee} ;;
  }

  measure: shown_total {
    type: sum
    filters: [pk1_id: "NOT NULL"]
    sql: ${shown_fee} ;;
  }

  measure: readers {
    type: count_distinct
    sql: ${reader} ;;
    value_format_name: decimal_0
  }

  measure: median_fee {
    type: median
    sql: ${fee} ;;
  }

  measure: last_lent {
    type: date
    datatype: date
    convert_tz: no
    sql: MAX(${lent_raw}) ;;
  }

  measure: fee_each {
    type: number
    sql: ${total_fee} / NULLIF(${readers}, 0) ;;
  }

  measure: so_far {
    type: running_total
    sql: ${count} ;;
    value_format_name: decimal_0
  }

  measure: before {
    type: period_over_period
    based_on: count
    based_on_time: lent_month
    period: month
    kind: previous
    value_format_name: decimal_0
  }

  set: detail {
    fields: [lent_date, fee, reader, shown_fee]
  }
}
