# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: line_tags {
  sql_table_name: @{SCHEMA}.line_tags ;;

  dimension: pk1_line_tags_key {
    primary_key: yes
    hidden: yes
    label: "Line Tags Key"
    description: "Identifies one row of line_tags"
    sql: CAST(${TABLE}.line_id AS VARCHAR) || '-' || CAST(${TABLE}.tag_id AS VARCHAR) ;;
  }

  dimension: line_id {
    hidden: yes
    label: "Line ID"
    description: "Links line_tags to another table"
    type: number
    sql: ${TABLE}.line_id ;;
  }

  dimension: tag_id {
    hidden: yes
    label: "Tag ID"
    description: "Links line_tags to another table"
    type: number
    sql: ${TABLE}.tag_id ;;
  }

  measure: count {
    hidden: yes
    description: "How many line tags"
    type: count
    filters: [pk1_line_tags_key: "-NULL"]
  }
}
