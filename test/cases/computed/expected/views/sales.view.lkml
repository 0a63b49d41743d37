# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: sales {
  sql_table_name: @{SCHEMA}.sales ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of sales"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: price {
    type: number
    sql: NULLIF(${TABLE}.price, 0) ;;
  }

  dimension: cost {
    type: number
    sql: NULLIF(${TABLE}.cost, 0) ;;
  }

  dimension: profit {
    type: number
    sql: ${price} - ${cost} ;;
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: total_price {
    type: sum
    sql: ${price} ;;
  }

  measure: total_profit {
    type: sum
    sql: ${profit} ;;
  }

  measure: middle_price {
    type: median
    sql: ${price} ;;
  }

  measure: cheap {
    type: count
    filters: [pk1_id: "NOT NULL", price: "<=5"]
    value_format_name: decimal_0
  }

  measure: margin {
    description: "What is left of each unit of price"
    type: number
    sql: ${total_profit} / NULLIF(${total_price}, 0) ;;
    value_format_name: percent_1
  }

  measure: share_of_cheap {
    type: number
    sql: 1.0 * ${cheap} / NULLIF(${count}, 0) ;;
    value_format_name: percent_1
  }

  measure: distance {
    type: number
    sql: ${margin} * 100 - ${middle_price} ;;
  }

  set: detail {
    fields: [price, cost, profit]
  }
}
