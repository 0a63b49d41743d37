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

  dimension: reckoned {
    hidden: yes
    type: number
    sql: COALESCE(${price}, 1) ;;
  }

  dimension: name {
    sql: ${TABLE}.name ;;
  }

  dimension: price {
    type: number
    sql: NULLIF(${TABLE}.price, 0) ;;
    value_format_name: usd
  }

  measure: dear {
    description: "What nine sales in ten cost at most"
    type: percentile
    percentile: 90
    sql: ${price} ;;
    value_format_name: usd
  }

  measure: dearest {
    type: percentile
    percentile: 99.9
    sql: ${price} ;;
    value_format_name: usd_0
  }

  measure: dear_gifts {
    type: percentile
    percentile: 75
    filters: [name: "gift"]
    sql: ${price} ;;
    value_format_name: usd
  }

  measure: least {
    type: percentile
    percentile: 0
    sql: ${price} ;;
    value_format_name: usd
  }

  measure: most {
    type: percentile
    percentile: 100
    sql: ${price} ;;
    value_format_name: usd
  }

  measure: reckoned_dear {
    type: percentile
    percentile: 12.5
    filters: [pk1_id: "NOT NULL"]
    sql: ${reckoned} ;;
  }

  measure: spread {
    type: number
    sql: ${dear} - ${least} ;;
    value_format_name: usd
  }

  measure: dear_so_far {
    type: running_total
    sql: ${dear} ;;
    value_format_name: usd
  }

  measure: count {
    hidden: yes
    description: "How many sales"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [name, price]
  }
}
