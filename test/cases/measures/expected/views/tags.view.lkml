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

  dimension: shown {
    hidden: yes
    sql: COALESCE(${name}, 'none') ;;
  }

  dimension: name {
    sql: ${TABLE}.name ;;
  }

  measure: first_name {
    type: string
    sql: MIN(CASE WHEN ${pk1_id} IS NOT NULL THEN ${shown} END) ;;
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
