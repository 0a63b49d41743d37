# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: stores {
  sql_table_name: @{SCHEMA}.stores ;;
  drill_fields: [detail*]

  dimension: pk1_code {
    primary_key: yes
    hidden: yes
    label: "Code"
    description: "Identifies one row of stores"
    sql: ${TABLE}.code ;;
  }

  dimension: city {
    description: "Where it stands"
    sql: ${TABLE}.city ;;
  }

  dimension_group: opened {
    description: "First day"
    type: time
    timeframes: [raw, date, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.opened ;;
  }

  measure: count {
    hidden: yes
    description: "How many stores"
    type: count
    filters: [pk1_code: "-NULL"]
  }

  set: detail {
    fields: [city, opened_date]
  }
}
