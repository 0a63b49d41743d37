# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: sales {
  sql_table_name: @{SCHEMA}.sales ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of sales"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: amount {
    hidden: yes
    type: number
    sql: ${TABLE}.amount ;;
  }

  dimension: is_staff {
    hidden: yes
    type: yesno
    sql: ${TABLE}.staff ;;
  }

  parameter: shown {
    label: "What \"amount\" shows"
    description: "With or without the tax"
    type: unquoted
    allowed_value: { label: "With tax" value: "gross" }
    allowed_value: { label: "Without tax" value: "net_of_tax" }
    default_value: "gross"
  }

  parameter: unit {
    type: string
    allowed_value: { label: "Day" value: "day" }
    allowed_value: { label: "Hour" value: "hour" }
    default_value: "day"
  }

  parameter: rate {
    hidden: yes
    type: number
    default_value: "1.5"
  }

  parameter: since {
    group_label: "Time"
    type: date
    default_value: "2020-01-01"
  }

  filter: kept {
    description: "Tills whose sales count"
    type: string
  }

  filter: large {
    type: number
  }

  filter: when {
    type: date
  }

  dimension: shown_amount {
    type: number
    sql:
      {% if shown._parameter_value == 'net_of_tax' and sales.till_name._in_query %}
        ${amount} - ${TABLE}.tax
      {% elsif unit._parameter_value != "'day'" %} ${amount} * {% parameter rate %}
      {% else %} ${amount}
      {% endif %} ;;
    value_format_name: eur
  }

  dimension: till_name {
    sql: ${TABLE}.till ;;
  }

  dimension: is_kept {
    type: yesno
    sql: {% condition kept %} ${till_name} {% endcondition %} AND {% condition large %} ${amount} {% endcondition %} ;;
  }

  dimension: is_mine {
    type: yesno
    sql: ${till_name} = '{{ _user_attributes['till'] }}' OR ${amount} < {{ _user_attributes['limit'] }} ;;
  }

  dimension: is_recent {
    type: yesno
    sql: CAST(${TABLE}.sold_at AS DATE) >= {% parameter since %} ;;
  }

  dimension: picked {
    sql: {% parameter unit %} ;;
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: total {
    type: sum
    filters: [pk1_id: "NOT NULL"]
    sql: ${shown_amount} ;;
    value_format_name: eur
  }

  set: detail {
    fields: [shown_amount, till_name, is_kept, is_mine, is_recent, picked]
  }
}
