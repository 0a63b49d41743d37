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

  dimension: manager_id {
    hidden: yes
    label: "Manager ID"
    description: "Links people to another table"
    type: number
    sql: ${TABLE}.manager_id ;;
  }

  dimension: name {
    description: "First and last name"
    sql: ${TABLE}.name ;;
  }

  dimension: country {
    description: "Where they live"
    sql: ${TABLE}.country ;;
  }

  measure: count {
    hidden: yes
    description: "How many people"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [name, country]
  }
}
