# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: visits {
  sql_table_name: @{SCHEMA}.visits ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of visits"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: minutes {
    type: number
    sql: ${TABLE}.minutes ;;
  }

  measure: typical_minutes {
    type: median
    sql: ${minutes} ;;
  }

  measure: count {
    hidden: yes
    description: "How many visits"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [minutes]
  }
}
