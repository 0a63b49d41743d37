# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: orders {
  sql_table_name: @{SCHEMA}.orders ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of orders"
    type: number
    sql: ${TABLE}.id ;;
  }

  parameter: metric {
    group_label: "Question"
    description: "What is measured"
    type: unquoted
    allowed_value: { label: "Amount" value: "amount" }
    allowed_value: { label: "Weight" value: "weight" }
    default_value: "amount"
  }

  parameter: aggregation {
    group_label: "Question"
    description: "How the metric is aggregated"
    type: unquoted
    allowed_value: { label: "Total" value: "total" }
    default_value: "total"
  }

  dimension: country {
    sql: ${TABLE}.country ;;
  }

  dimension: amount {
    type: number
    sql: NULLIF(${TABLE}.amount, 0) ;;
  }

  dimension: weight {
    type: number
    sql: ${TABLE}.weight ;;
  }

  dimension: known {
    sql: ${TABLE}.country ;;
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: known_weight {
    type: sum
    sql: ${weight} ;;
  }

  measure: priced {
    type: count
    filters: [pk1_id: "NOT NULL", amount: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: total_amount {
    hidden: yes
    description: "Total of amount, over those where it is known"
    type: sum
    sql: ${amount} ;;
  }

  measure: known_weight_2 {
    hidden: yes
    label: "Orders with Known Weight"
    description: "How many orders with known weight"
    type: count
    filters: [pk1_id: "NOT NULL", weight: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: answer {
    label_from_parameter: metric
    group_label: "Question"
    description: "The chosen metric, aggregated in the chosen way"
    type: number
    sql:
      {% if metric._parameter_value == 'amount' %}
        {% if aggregation._parameter_value == 'total' %} ${total_amount}
        {% else %} NULL
        {% endif %}
      {% elsif metric._parameter_value == 'weight' %}
        {% if aggregation._parameter_value == 'total' %} ${known_weight}
        {% else %} NULL
        {% endif %}
      {% else %} NULL
      {% endif %} ;;
  }

  measure: known_2 {
    hidden: yes
    label: "Known"
    description: "How many orders have a known value of the chosen metric"
    type: number
    sql:
      {% if metric._parameter_value == 'amount' %} ${priced}
      {% elsif metric._parameter_value == 'weight' %} ${known_weight_2}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_0
  }

  set: detail {
    fields: [country, amount, weight, known]
  }
}
