# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: book_tags {
  sql_table_name: @{SCHEMA}.book_tags ;;

  dimension: pk1_book_tags_key {
    primary_key: yes
    hidden: yes
    label: "Book Tags Key"
    description: "Identifies one row of book_tags"
    sql: CAST(${TABLE}.book_id AS VARCHAR) || '-' || CAST(${TABLE}.tag_id AS VARCHAR) ;;
  }

  dimension: book_id {
    hidden: yes
    label: "Book ID"
    description: "Links book_tags to another table"
    type: number
    sql: ${TABLE}.book_id ;;
  }

  dimension: tag_id {
    hidden: yes
    label: "Tag ID"
    description: "Links book_tags to another table"
    type: number
    sql: ${TABLE}.tag_id ;;
  }

  measure: count {
    hidden: yes
    description: "How many book tags"
    type: count
    filters: [pk1_book_tags_key: "-NULL"]
  }
}
