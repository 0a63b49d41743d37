# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: best_readers {
  derived_table: {
    explore_source: loans {
      column: reader { field: reader_facts.reader }
      column: fees { field: reader_facts.most_fees }
      filters: [reader_facts.place: "<10"]
      expression_custom_filter: ${reader_facts.loans} > 0 ;;
      sorts: [reader_facts.most_fees: desc, reader_facts.reader: asc]
      limit: 3
    }
  }
  drill_fields: [detail*]

  dimension: pk1_reader {
    primary_key: yes
    hidden: yes
    label: "Reader"
    description: "Identifies one row of best_readers"
    type: number
    sql: ${TABLE}.reader ;;
  }

  dimension: fees {
    type: number
    sql: ${TABLE}.fees ;;
  }

  measure: count {
    type: count
    filters: [pk1_reader: "NOT NULL"]
    value_format_name: decimal_0
  }

  set: detail {
    fields: [fees]
  }
}
