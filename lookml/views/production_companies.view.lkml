# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

# One row for each production company
view: production_companies {
  sql_table_name: @{SCHEMA}.production_companies ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of production_companies"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: name {
    label: "Production Company"
    description: "Company that made the film; a film can have several"
    sql: ${TABLE}.name ;;
  }

  measure: count {
    label: "Production Companies"
    description: "How many production companies"
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  set: detail {
    fields: [name]
  }
}
