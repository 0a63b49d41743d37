# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: book_subjects {
  sql_table_name: @{SCHEMA}.book_subjects ;;

  dimension: pk1_book_subjects_key {
    primary_key: yes
    hidden: yes
    label: "Book Subjects Key"
    description: "Identifies one row of book_subjects"
    sql: CAST(${TABLE}.book_id AS VARCHAR) || '-' || CAST(${TABLE}.subject_id AS VARCHAR) ;;
  }

  dimension: book_id {
    hidden: yes
    label: "Book ID"
    description: "Links book_subjects to another table"
    type: number
    sql: ${TABLE}.book_id ;;
  }

  dimension: subject_id {
    hidden: yes
    label: "Subject ID"
    description: "Links book_subjects to another table"
    type: number
    sql: ${TABLE}.subject_id ;;
  }

  measure: count {
    hidden: yes
    description: "How many book subjects"
    type: count
    filters: [pk1_book_subjects_key: "-NULL"]
  }
}
