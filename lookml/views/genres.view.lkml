# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

# One row for each genre
view: genres {
  sql_table_name: @{SCHEMA}.genres ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of genres"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: name {
    label: "Genre"
    description: "Genre of the film; a film can have several"
    sql: ${TABLE}.name ;;
  }

  measure: count {
    label: "Genres"
    description: "How many genres"
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  set: detail {
    fields: [name]
  }
}
