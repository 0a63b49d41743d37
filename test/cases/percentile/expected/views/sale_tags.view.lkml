# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: sale_tags {
  sql_table_name: @{SCHEMA}.sale_tags ;;

  dimension: pk1_sale_tags_key {
    primary_key: yes
    hidden: yes
    label: "Sale Tags Key"
    description: "Identifies one row of sale_tags"
    sql: CAST(${TABLE}.sale_id AS VARCHAR) || '-' || CAST(${TABLE}.tag_id AS VARCHAR) ;;
  }

  dimension: sale_id {
    hidden: yes
    label: "Sale ID"
    description: "Links sale_tags to another table"
    type: number
    sql: ${TABLE}.sale_id ;;
  }

  dimension: tag_id {
    hidden: yes
    label: "Tag ID"
    description: "Links sale_tags to another table"
    type: number
    sql: ${TABLE}.tag_id ;;
  }

  measure: count {
    hidden: yes
    description: "How many sale tags"
    type: count
    filters: [pk1_sale_tags_key: "-NULL"]
  }
}
