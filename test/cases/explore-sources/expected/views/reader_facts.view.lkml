# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: reader_facts {
  derived_table: {
    explore_source: loans {
      column: reader { field: readers.id }
      column: loans { field: loans.count }
      column: fees { field: loans.total_fee }
      column: cheapest { field: loans.cheapest }
      derived_column: place {
        sql: RANK() OVER (ORDER BY fees DESC) ;;
      }
      derived_column: fee_each {
        sql:
          fees
          / NULLIF(loans, 0) ;;
      }
      filters: [loans.fee: ">=0"]
      timezone: "UTC"
    }
    datagroup_trigger: nightly
    distribution: "reader"
    sortkeys: ["place"]
  }
  drill_fields: [detail*]

  dimension: pk1_reader {
    primary_key: yes
    hidden: yes
    label: "Reader"
    description: "Identifies one row of reader_facts"
    type: number
    sql: ${TABLE}.reader ;;
  }

  dimension: reader {
    type: number
    sql: ${TABLE}.reader ;;
  }

  dimension: loans {
    type: number
    sql: ${TABLE}.loans ;;
  }

  dimension: fees {
    type: number
    sql: ${TABLE}.fees ;;
  }

  dimension: cheapest {
    type: number
    sql: ${TABLE}.cheapest ;;
  }

  dimension: place {
    type: number
    sql: ${TABLE}.place ;;
  }

  dimension: fee_each {
    type: number
    sql: ${TABLE}.fee_each ;;
  }

  measure: count {
    type: count
    filters: [pk1_reader: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: average_loans {
    type: average
    sql: CAST(${loans} AS DECIMAL(38, 12)) ;;
  }

  measure: most_fees {
    type: max
    sql: ${fees} ;;
  }

  set: detail {
    fields: [reader, loans, fees, cheapest, place, fee_each]
  }
}
