# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: branches {
  required_access_grants: [staff]
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

  dimension: rent {
    required_access_grants: [bookkeeping]
    type: number
    sql: ${TABLE}.rent ;;
  }

  measure: total_rent {
    required_access_grants: [bookkeeping]
    type: sum
    sql: ${rent} ;;
  }

  measure: count {
    hidden: yes
    description: "How many branches"
    type: count
    filters: [pk1_code: "-NULL"]
  }

  set: detail {
    fields: [city, rent]
  }
}
