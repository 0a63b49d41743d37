# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: tills {
  sql_table_name: @{SCHEMA}.tills ;;
  drill_fields: [detail*]

  dimension: pk1_name {
    primary_key: yes
    hidden: yes
    label: "Name"
    description: "Identifies one row of tills"
    sql: ${TABLE}.name ;;
  }

  dimension: country {
    sql: ${TABLE}.country ;;
  }

  measure: count {
    hidden: yes
    description: "How many tills"
    type: count
    filters: [pk1_name: "-NULL"]
  }

  set: detail {
    fields: [country]
  }
}
