# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

# One row for each order
view: orders {
  label: "Orders"
  sql_table_name: @{SCHEMA}.orders ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of orders"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: taker {
    hidden: yes
    description: "Links orders to another table"
    type: number
    sql: ${TABLE}.taker ;;
  }

  parameter: currency {
    label: "Currency"
    type: unquoted
    allowed_value: { label: "Euro" value: "eur" }
    allowed_value: { label: "Pounds" value: "gbp" }
    default_value: "eur"
  }

  dimension: amount {
    label: "Amount"
    group_label: "Money"
    type: number
    sql: ${TABLE}.amount ;;
  }

  dimension_group: ordered {
    label: "Ordered"
    type: time
    timeframes: [raw, date, month]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.ordered ;;
  }

  measure: order_count {
    label: "Order Count"
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  set: detail {
    fields: [ordered_date, amount]
  }
}
