# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: tags {
  sql_table_name: @{SCHEMA}.tags ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of tags"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: name {
    sql: ${TABLE}.name ;;
  }

  measure: count {
    hidden: yes
    description: "How many tags"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [name]
  }
}
