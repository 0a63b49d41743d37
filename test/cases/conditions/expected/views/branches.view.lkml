# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: branches {
  sql_table_name: @{SCHEMA}.branches ;;
  drill_fields: [detail*]

  dimension: pk1_code {
    primary_key: yes
    hidden: yes
    label: "Code"
    description: "Identifies one row of branches"
    sql: ${TABLE}.code ;;
  }

  dimension: city {
    sql: ${TABLE}.city ;;
  }

  measure: count {
    hidden: yes
    description: "How many branches"
    type: count
    filters: [pk1_code: "-NULL"]
  }

  set: detail {
    fields: [city]
  }
}
