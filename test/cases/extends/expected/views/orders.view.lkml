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

  dimension: customer_id {
    hidden: yes
    label: "Customer ID"
    description: "Links orders to another table"
    type: number
    sql: ${TABLE}.customer_id ;;
  }

  dimension: shop_id {
    hidden: yes
    label: "Shop ID"
    description: "Links orders to another table"
    type: number
    sql: ${TABLE}.shop_id ;;
  }

  dimension: country {
    sql: ${TABLE}.country ;;
  }

  dimension: amount {
    type: number
    sql: ${TABLE}.amount ;;
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  set: detail {
    fields: [country, amount]
  }
}
