# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: language_shares {
  derived_table: {
    explore_source: loans {
      column: language { field: books.language }
      column: loans { field: loans.count }
      derived_column: share {
        sql: ROUND(1.0 * loans / SUM(loans) OVER (), 6) ;;
      }
      bind_all_filters: yes
    }
  }
  drill_fields: [detail*]

  dimension: pk1_language {
    primary_key: yes
    hidden: yes
    label: "Language"
    description: "Identifies one row of language_shares"
    sql: ${TABLE}.language ;;
  }

  dimension: loans {
    type: number
    sql: ${TABLE}.loans ;;
  }

  dimension: share {
    type: number
    sql: ${TABLE}.share ;;
  }

  measure: highest_share {
    type: max
    sql: ${share} ;;
  }

  measure: count {
    hidden: yes
    description: "How many language shares"
    type: count
    filters: [pk1_language: "-NULL"]
  }

  set: detail {
    fields: [loans, share]
  }
}
