# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: tag_months {
  derived_table: {
    explore_source: loans {
      column: tag { field: tags.name }
      column: month { field: loans.lent_month }
      column: day { field: loans.lent_date }
      column: first { field: loans.lent_raw }
      column: loans { field: loans.count }
      column: fees { field: loans.total_fee }
      column: median_fee { field: loans.median_fee }
      bind_filters: {
        from_field: tag_months.wanted_city
        to_field: readers.city
      }
      bind_filters: {
        from_field: tag_months.day_date
        to_field: loans.lent_date
      }
    }
  }
  drill_fields: [detail*]

  dimension: pk1_tag_months_key {
    primary_key: yes
    hidden: yes
    label: "Tag Months Key"
    description: "Identifies one row of tag_months"
    sql: CAST(LENGTH(${TABLE}."tag") AS VARCHAR) || ':' || ${TABLE}."tag" || '-' || CAST(${TABLE}.first AS VARCHAR) ;;
  }

  dimension: first {
    hidden: yes
    description: "Links tag_months to another table"
    sql: ${TABLE}.first ;;
  }

  filter: wanted_city {
    type: string
  }

  dimension: tag {
    sql: ${TABLE}."tag" ;;
  }

  dimension: month {
    sql: ${TABLE}.month ;;
  }

  dimension: loans {
    type: number
    sql: ${TABLE}.loans ;;
  }

  dimension: fees {
    type: number
    sql: ${TABLE}.fees ;;
  }

  dimension: median_fee {
    type: number
    sql: ${TABLE}.median_fee ;;
  }

  dimension_group: day {
    type: time
    timeframes: [raw, date]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.day ;;
  }

  measure: count {
    type: count
    filters: [pk1_tag_months_key: "-NULL"]
    value_format_name: decimal_0
  }

  measure: all_loans {
    type: sum
    sql: ${loans} ;;
  }

  measure: all_fees {
    type: sum
    sql: ${fees} ;;
  }

  set: detail {
    fields: [tag, month, day_date, loans, fees, median_fee]
  }
}
