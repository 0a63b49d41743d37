# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: notes {
  sql_table_name: @{SCHEMA}.notes ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of notes"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: order {
    sql: ${TABLE}."order" ;;
  }

  dimension_group: written {
    type: time
    timeframes: [raw, date, month, quarter, year]
    datatype: timestamp
    convert_tz: no
    sql: ${TABLE}.written ;;
  }

  measure: count {
    hidden: yes
    description: "How many notes"
    type: count
    filters: [pk1_id: "NOT NULL"]
  }

  set: detail {
    fields: [written_date, order]
  }
}
