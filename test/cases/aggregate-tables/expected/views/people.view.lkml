# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: people {
  sql_table_name: @{SCHEMA}.people ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of people"
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
    description: "How many people"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [name, city]
  }
}
