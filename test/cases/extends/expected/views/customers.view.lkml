# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: customers {
  sql_table_name: @{SCHEMA}.customers ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of customers"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: name {
    sql: ${TABLE}.name ;;
  }

  dimension: region {
    sql: ${TABLE}.region ;;
  }

  measure: count {
    hidden: yes
    description: "How many customers"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [name, region]
  }
}
