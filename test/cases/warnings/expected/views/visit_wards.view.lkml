# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: visit_wards {
  sql_table_name: @{SCHEMA}.visit_wards ;;

  dimension: pk1_visit_wards_key {
    primary_key: yes
    hidden: yes
    label: "Visit Wards Key"
    description: "Identifies one row of visit_wards"
    sql: CAST(${TABLE}.visit_id AS VARCHAR) || '-' || CAST(${TABLE}.ward_id AS VARCHAR) ;;
  }

  dimension: visit_id {
    hidden: yes
    label: "Visit ID"
    description: "Links visit_wards to another table"
    type: number
    sql: ${TABLE}.visit_id ;;
  }

  dimension: ward_id {
    hidden: yes
    label: "Ward ID"
    description: "Links visit_wards to another table"
    type: number
    sql: ${TABLE}.ward_id ;;
  }

  measure: count {
    hidden: yes
    description: "How many visit wards"
    type: count
    filters: [pk1_visit_wards_key: "-NULL"]
  }
}
