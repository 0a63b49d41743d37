# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: order_lines {
  sql_table_name: @{SCHEMA}.order_lines ;;
  drill_fields: [detail*]

  dimension: pk1_order_lines_key {
    primary_key: yes
    hidden: yes
    label: "Order Lines Key"
    description: "Identifies one row of order_lines"
    sql: CAST(${TABLE}.order_number AS VARCHAR) || '-' || ${TABLE}.sku ;;
  }

  dimension: order_number {
    hidden: yes
    description: "Links order_lines to another table"
    type: number
    sql: ${TABLE}.order_number ;;
  }

  dimension: sku {
    hidden: yes
    label: "SKU"
    description: "Links order_lines to another table"
    sql: ${TABLE}.sku ;;
  }

  dimension: quantity {
    description: "How many pieces"
    type: number
    sql: ${TABLE}.quantity ;;
  }

  dimension: price {
    description: "Price of a piece"
    type: number
    sql: ${TABLE}.price ;;
    value_format_name: eur
  }

  dimension: line_total {
    description: "Price of the line"
    type: number
    sql: ${quantity} * ${price} ;;
    value_format_name: eur
  }

  measure: count {
    description: "How many lines"
    type: count
    filters: [pk1_order_lines_key: "-NULL"]
    value_format_name: decimal_0
  }

  measure: median_price {
    description: "Middle price"
    type: median
    sql: ${price} ;;
    value_format_name: eur
  }

  set: detail {
    fields: [quantity, price, line_total]
  }
}
