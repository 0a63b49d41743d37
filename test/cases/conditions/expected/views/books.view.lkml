# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: books {
  sql_table_name: @{SCHEMA}.books ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of books"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: branch_code {
    hidden: yes
    description: "Links books to another table"
    sql: ${TABLE}.branch_code ;;
  }

  dimension: title {
    sql: ${TABLE}.title ;;
  }

  dimension: price {
    type: number
    sql: ${TABLE}.price ;;
    value_format_name: eur
  }

  dimension: lost {
    type: yesno
    sql: ${TABLE}.lost ;;
  }

  dimension_group: bought {
    type: time
    timeframes: [raw, date, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.bought ;;
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: total_price {
    type: sum
    sql: ${price} ;;
    value_format_name: eur
  }

  set: detail {
    fields: [title, bought_date, price, lost]
  }
}
