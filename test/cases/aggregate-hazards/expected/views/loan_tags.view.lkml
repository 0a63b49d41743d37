# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: loan_tags {
  sql_table_name: @{SCHEMA}.loan_tags ;;

  dimension: pk1_loan_tags_key {
    primary_key: yes
    hidden: yes
    label: "Loan Tags Key"
    description: "Identifies one row of loan_tags"
    sql: CAST(${TABLE}.loan AS VARCHAR) || '-' || CAST(${TABLE}."tag" AS VARCHAR) ;;
  }

  dimension: loan {
    hidden: yes
    description: "Links loan_tags to another table"
    type: number
    sql: ${TABLE}.loan ;;
  }

  dimension: tag {
    hidden: yes
    description: "Links loan_tags to another table"
    type: number
    sql: ${TABLE}."tag" ;;
  }

  measure: count {
    hidden: yes
    description: "How many loan tags"
    type: count
    filters: [pk1_loan_tags_key: "-NULL"]
  }
}
