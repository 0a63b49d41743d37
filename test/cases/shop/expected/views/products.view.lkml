# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: products {
  sql_table_name: @{SCHEMA}.products ;;
  drill_fields: [detail*]

  dimension: pk1_sku {
    primary_key: yes
    hidden: yes
    label: "SKU"
    description: "Identifies one row of products"
    sql: ${TABLE}.sku ;;
  }

  parameter: metric {
    group_label: "Question"
    description: "What is measured"
    type: unquoted
    allowed_value: { label: "Letters" value: "lineseach" }
    default_value: "lineseach"
  }

  parameter: aggregation {
    group_label: "Question"
    description: "How the metric is aggregated"
    type: unquoted
    allowed_value: { label: "Maximum" value: "maximum" }
    default_value: "maximum"
  }

  dimension: title {
    description: "Name on the shelf"
    sql: ${TABLE}.title ;;
  }

  dimension: lines_each {
    label: "Letters"
    description: "Letters in the title"
    type: number
    sql: LENGTH(${title}) ;;
  }

  dimension: maker_name {
    label: "Maker"
    description: "Who makes it"
    sql: NULLIF(${TABLE}.maker_name, 'o''hara') ;;
  }

  measure: count {
    description: "How many products"
    type: count
    filters: [pk1_sku: "-NULL"]
    value_format_name: decimal_0
  }

  measure: maximum_lines_each {
    hidden: yes
    label: "Maximum Letters"
    description: "Maximum of letters, over those where it is known"
    type: max
    filters: [pk1_sku: "-NULL"]
    sql: ${lines_each} ;;
  }

  measure: known_lines_each {
    hidden: yes
    label: "Products with Known Letters"
    description: "How many products with known letters"
    type: count
    filters: [pk1_sku: "-NULL", lines_each: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: answer {
    label_from_parameter: metric
    group_label: "Question"
    description: "The chosen metric, aggregated in the chosen way"
    type: number
    sql:
      {% if metric._parameter_value == 'lineseach' %}
        {% if aggregation._parameter_value == 'maximum' %} ${maximum_lines_each}
        {% else %} NULL
        {% endif %}
      {% else %} NULL
      {% endif %} ;;
  }

  measure: known {
    hidden: yes
    description: "How many products have a known value of the chosen metric"
    type: number
    sql:
      {% if metric._parameter_value == 'lineseach' %} ${known_lines_each}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_0
  }

  set: detail {
    fields: [title, lines_each, maker_name]
  }
}
