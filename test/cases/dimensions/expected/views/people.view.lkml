# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: people {
  sql_table_name: @{SCHEMA}.people ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of people"
    type: number
    sql: ${TABLE}.id ;;
  }

  parameter: metric {
    group_label: "Question"
    description: "What is measured"
    type: unquoted
    allowed_value: { label: "Rank" value: "rank" }
    default_value: "rank"
  }

  parameter: aggregation {
    group_label: "Question"
    description: "How the metric is aggregated"
    type: unquoted
    allowed_value: { label: "Total" value: "total" }
    default_value: "total"
  }

  filter: stage {
    group_label: "Question"
    description: "Keeps rows with any of the chosen values of stage"
    type: string
    suggest_explore: people
    suggest_dimension: parcels.stage
    sql:
      EXISTS (
        SELECT 1
        FROM @{SCHEMA}.parcels AS _parcels
        WHERE _parcels.sender = ${pk1_id}
          AND {% condition stage %} CASE WHEN _parcels.state = 1 THEN 'On its way' WHEN _parcels.state = 2 OR _parcels.arrived IS NOT NULL THEN 'Delivered, it''s there' ELSE 'Lost' END {% endcondition %}
      ) ;;
  }

  filter: stage_all_of {
    group_label: "Question"
    description: "Keeps rows with every one of the chosen values of stage, each written in full"
    type: string
    suggest_explore: people
    suggest_dimension: parcels.stage
    # A row is kept where as many different values are found as the filter lists. The Liquid counts
    # the listed ones: they stand between commas, other than those inside quotes and behind a ^.
    sql:
      ${pk1_id} IN (
        SELECT _parcels.sender
        FROM @{SCHEMA}.parcels AS _parcels
        WHERE {% condition stage_all_of %} CASE WHEN _parcels.state = 1 THEN 'On its way' WHEN _parcels.state = 2 OR _parcels.arrived IS NOT NULL THEN 'Delivered, it''s there' ELSE 'Lost' END {% endcondition %}
        GROUP BY _parcels.sender
        HAVING COUNT(DISTINCT CASE WHEN _parcels.state = 1 THEN 'On its way' WHEN _parcels.state = 2 OR _parcels.arrived IS NOT NULL THEN 'Delivered, it''s there' ELSE 'Lost' END) =
          {% assign parts = _filters['people.stage_all_of'] | replace: '^^', 'x' | replace: '\\', 'x' | replace: '\"', 'x' | replace: '^"', 'x' | replace: '^,', 'x' | split: '"' %}
          {% assign listed = '' %}
          {% for part in parts %}
            {% assign side = forloop.index | modulo: 2 %}
            {% if side == 1 %}{% assign listed = listed | append: part %}{% else %}{% assign listed = listed | append: 'x' %}{% endif %}
          {% endfor %}
          {{ listed | split: ',' | size }}
      ) ;;
  }

  filter: stage_excluded {
    group_label: "Question"
    description: "Drops rows with any of the chosen values of stage"
    type: string
    suggest_explore: people
    suggest_dimension: parcels.stage
    sql:
      NOT EXISTS (
        SELECT 1
        FROM @{SCHEMA}.parcels AS _parcels
        WHERE _parcels.sender = ${pk1_id}
          AND {% condition stage_excluded %} CASE WHEN _parcels.state = 1 THEN 'On its way' WHEN _parcels.state = 2 OR _parcels.arrived IS NOT NULL THEN 'Delivered, it''s there' ELSE 'Lost' END {% endcondition %}
      ) ;;
  }

  filter: price_step {
    group_label: "Question"
    description: "Keeps rows with any of the chosen values of price step"
    type: string
    suggest_explore: people
    suggest_dimension: parcels.price_step
    sql:
      EXISTS (
        SELECT 1
        FROM @{SCHEMA}.parcels AS _parcels
        WHERE _parcels.sender = ${pk1_id}
          AND {% condition price_step %} CASE WHEN (NULLIF(_parcels.price, 0)) < 0 THEN 'Below 0' WHEN (NULLIF(_parcels.price, 0)) < 10 THEN '0 to 9' WHEN (NULLIF(_parcels.price, 0)) < 100 THEN '10 to 99' WHEN (NULLIF(_parcels.price, 0)) >= 100 THEN '100 or Above' ELSE 'Undefined' END {% endcondition %}
      ) ;;
  }

  filter: price_step_all_of {
    group_label: "Question"
    description: "Keeps rows with every one of the chosen values of price step, each written in full"
    type: string
    suggest_explore: people
    suggest_dimension: parcels.price_step
    # A row is kept where as many different values are found as the filter lists. The Liquid counts
    # the listed ones: they stand between commas, other than those inside quotes and behind a ^.
    sql:
      ${pk1_id} IN (
        SELECT _parcels.sender
        FROM @{SCHEMA}.parcels AS _parcels
        WHERE {% condition price_step_all_of %} CASE WHEN (NULLIF(_parcels.price, 0)) < 0 THEN 'Below 0' WHEN (NULLIF(_parcels.price, 0)) < 10 THEN '0 to 9' WHEN (NULLIF(_parcels.price, 0)) < 100 THEN '10 to 99' WHEN (NULLIF(_parcels.price, 0)) >= 100 THEN '100 or Above' ELSE 'Undefined' END {% endcondition %}
        GROUP BY _parcels.sender
        HAVING COUNT(DISTINCT CASE WHEN (NULLIF(_parcels.price, 0)) < 0 THEN 'Below 0' WHEN (NULLIF(_parcels.price, 0)) < 10 THEN '0 to 9' WHEN (NULLIF(_parcels.price, 0)) < 100 THEN '10 to 99' WHEN (NULLIF(_parcels.price, 0)) >= 100 THEN '100 or Above' ELSE 'Undefined' END) =
          {% assign parts = _filters['people.price_step_all_of'] | replace: '^^', 'x' | replace: '\\', 'x' | replace: '\"', 'x' | replace: '^"', 'x' | replace: '^,', 'x' | split: '"' %}
          {% assign listed = '' %}
          {% for part in parts %}
            {% assign side = forloop.index | modulo: 2 %}
            {% if side == 1 %}{% assign listed = listed | append: part %}{% else %}{% assign listed = listed | append: 'x' %}{% endif %}
          {% endfor %}
          {{ listed | split: ',' | size }}
      ) ;;
  }

  filter: price_step_excluded {
    group_label: "Question"
    description: "Drops rows with any of the chosen values of price step"
    type: string
    suggest_explore: people
    suggest_dimension: parcels.price_step
    sql:
      NOT EXISTS (
        SELECT 1
        FROM @{SCHEMA}.parcels AS _parcels
        WHERE _parcels.sender = ${pk1_id}
          AND {% condition price_step_excluded %} CASE WHEN (NULLIF(_parcels.price, 0)) < 0 THEN 'Below 0' WHEN (NULLIF(_parcels.price, 0)) < 10 THEN '0 to 9' WHEN (NULLIF(_parcels.price, 0)) < 100 THEN '10 to 99' WHEN (NULLIF(_parcels.price, 0)) >= 100 THEN '100 or Above' ELSE 'Undefined' END {% endcondition %}
      ) ;;
  }

  filter: weekend {
    group_label: "Question"
    description: "Keeps rows with any of the chosen values of weekend"
    type: yesno
    suggest_explore: people
    suggest_dimension: parcels.weekend
    sql:
      EXISTS (
        SELECT 1
        FROM @{SCHEMA}.parcels AS _parcels
        WHERE _parcels.sender = ${pk1_id}
          AND {% condition weekend %} (CAST(EXTRACT(DOW FROM _parcels.sent) AS INTEGER)) IN (0, 6) {% endcondition %}
      ) ;;
  }

  filter: weekend_all_of {
    group_label: "Question"
    description: "Keeps rows with every one of the chosen values of weekend, each written in full"
    type: yesno
    suggest_explore: people
    suggest_dimension: parcels.weekend
    # A row is kept where as many different values are found as the filter lists. The Liquid counts
    # the listed ones: they stand between commas, other than those inside quotes and behind a ^.
    sql:
      ${pk1_id} IN (
        SELECT _parcels.sender
        FROM @{SCHEMA}.parcels AS _parcels
        WHERE {% condition weekend_all_of %} (CAST(EXTRACT(DOW FROM _parcels.sent) AS INTEGER)) IN (0, 6) {% endcondition %}
        GROUP BY _parcels.sender
        HAVING COUNT(DISTINCT (CAST(EXTRACT(DOW FROM _parcels.sent) AS INTEGER)) IN (0, 6)) =
          {% assign parts = _filters['people.weekend_all_of'] | replace: '^^', 'x' | replace: '\\', 'x' | replace: '\"', 'x' | replace: '^"', 'x' | replace: '^,', 'x' | split: '"' %}
          {% assign listed = '' %}
          {% for part in parts %}
            {% assign side = forloop.index | modulo: 2 %}
            {% if side == 1 %}{% assign listed = listed | append: part %}{% else %}{% assign listed = listed | append: 'x' %}{% endif %}
          {% endfor %}
          {{ listed | split: ',' | size }}
      ) ;;
  }

  filter: weekend_excluded {
    group_label: "Question"
    description: "Drops rows with any of the chosen values of weekend"
    type: yesno
    suggest_explore: people
    suggest_dimension: parcels.weekend
    sql:
      NOT EXISTS (
        SELECT 1
        FROM @{SCHEMA}.parcels AS _parcels
        WHERE _parcels.sender = ${pk1_id}
          AND {% condition weekend_excluded %} (CAST(EXTRACT(DOW FROM _parcels.sent) AS INTEGER)) IN (0, 6) {% endcondition %}
      ) ;;
  }

  dimension: name {
    sql: ${TABLE}.name ;;
    order_by_field: rank
  }

  dimension: rank {
    type: number
    sql: ${TABLE}.rank ;;
  }

  dimension_group: born {
    type: time
    timeframes: [raw, date, month_name, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.born ;;
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: total_rank {
    hidden: yes
    description: "Total of rank, over those where it is known"
    type: sum
    sql: ${rank} ;;
  }

  measure: known_rank {
    hidden: yes
    label: "People with Known Rank"
    description: "How many people with known rank"
    type: count
    filters: [pk1_id: "NOT NULL", rank: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: answer {
    label_from_parameter: metric
    group_label: "Question"
    description: "The chosen metric, aggregated in the chosen way"
    type: number
    sql:
      {% if metric._parameter_value == 'rank' %}
        {% if aggregation._parameter_value == 'total' %} ${total_rank}
        {% else %} NULL
        {% endif %}
      {% else %} NULL
      {% endif %} ;;
  }

  measure: known {
    hidden: yes
    description: "How many people have a known value of the chosen metric"
    type: number
    sql:
      {% if metric._parameter_value == 'rank' %} ${known_rank}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_0
  }

  set: detail {
    fields: [name, rank, born_date]
  }
}
