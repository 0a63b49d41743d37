# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: orders {
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

  dimension: customer {
    hidden: yes
    description: "Links orders to another table"
    type: number
    sql: ${TABLE}.customer ;;
  }

  dimension: order_id {
    label: "[Order ID]"
    description: "What the order goes by"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: amount {
    description: "What it cost"
    type: number
    sql: ${TABLE}.amount ;;
  }

  measure: count {
    description: "How many there are"
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  set: detail {
    fields: [order_id, amount]
  }
}
