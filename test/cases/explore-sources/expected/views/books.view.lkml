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

  dimension: title {
    sql: ${TABLE}.title ;;
  }

  dimension: language {
    sql: ${TABLE}.language ;;
  }

  measure: count {
    hidden: yes
    description: "How many books"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [title, language]
  }
}
