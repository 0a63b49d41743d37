# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: readers {
  sql_table_name: @{SCHEMA}.readers ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of readers"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: id {
    label: "ID"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: name {
    sql: ${TABLE}.name ;;
  }

  dimension: city {
    sql: ${TABLE}.city ;;
  }

  measure: count {
    hidden: yes
    description: "How many readers"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [id, name, city]
  }
}
