# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: wards {
  sql_table_name: @{SCHEMA}.wards ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of wards"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: name {
    sql: ${TABLE}.name ;;
  }

  measure: count {
    hidden: yes
    description: "How many wards"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [name]
  }
}
