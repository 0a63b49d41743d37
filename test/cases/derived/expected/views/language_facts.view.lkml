# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: language_facts {
  derived_table: {
    sql:
      SELECT b.language, COUNT(*) AS loans, COUNT(DISTINCT f.reader) AS readers
      FROM ${loans.SQL_TABLE_NAME} AS l
      JOIN ${books.SQL_TABLE_NAME} AS b ON b.id = l.book
      JOIN ${reader_facts.SQL_TABLE_NAME} AS f ON f.reader = l.reader
      WHERE {% condition lent %} l.lent {% endcondition %}
        AND l.fee >= {% parameter least_fee %}
      GROUP BY b.language ;;
  }
  drill_fields: [detail*]

  dimension: pk1_language {
    primary_key: yes
    hidden: yes
    label: "Language"
    description: "Identifies one row of language_facts"
    sql: ${TABLE}.language ;;
  }

  parameter: least_fee {
    type: number
    default_value: "0"
  }

  filter: lent {
    type: date
  }

  dimension: language {
    sql: ${TABLE}.language ;;
  }

  dimension: loans {
    type: number
    sql: ${TABLE}.loans ;;
  }

  dimension: readers {
    type: number
    sql: ${TABLE}.readers ;;
  }

  measure: most_loans {
    type: max
    sql: ${loans} ;;
  }

  measure: count {
    hidden: yes
    description: "How many language facts"
    type: count
    filters: [pk1_language: "-NULL"]
  }

  set: detail {
    fields: [language, loans, readers]
  }
}
