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

  dimension: customer_id {
    label: "[Customer ID]"
    description: "What the customer goes by"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: name {
    description: "What the customer is called"
    sql: ${TABLE}.name ;;
  }

  measure: count {
    hidden: yes
    description: "How many customers"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [customer_id, name]
  }
}
