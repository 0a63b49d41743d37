# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: lines {
  sql_table_name: @{SCHEMA}.lines ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of lines"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: order_no {
    type: number
    sql: ${TABLE}.order_no ;;
  }

  dimension: product {
    sql: ${TABLE}.product ;;
  }

  dimension: price {
    type: number
    sql: ${TABLE}.price ;;
    value_format_name: usd
  }

  dimension: freight {
    description: "What the order's freight cost; every line of the order says it"
    type: number
    sql: ${TABLE}.freight ;;
    value_format_name: usd
  }

  dimension_group: shipped {
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.shipped ;;
  }

  dimension_group: scanned {
    type: time
    timeframes: [raw, date, month, year]
    datatype: timestamp
    convert_tz: no
    sql: ${TABLE}.scanned ;;
  }

  dimension_group: to_scan {
    type: duration
    intervals: [day]
    sql_start: ${shipped_raw} ;;
    sql_end: ${scanned_raw} ;;
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: total_price {
    type: sum
    sql: ${price} ;;
    value_format_name: usd
  }

  measure: products {
    description: "What was sold"
    type: list
    list_field: product
  }

  measure: orders {
    type: list
    list_field: order_no
  }

  measure: first_shipped {
    type: date
    datatype: date
    convert_tz: no
    sql: MIN(${shipped_raw}) ;;
  }

  measure: last_scanned {
    description: "Day of the last scan"
    type: date
    datatype: timestamp
    convert_tz: no
    sql: MAX(${scanned_raw}) ;;
  }

  measure: last_product {
    type: string
    sql: MAX(${product}) ;;
  }

  measure: size {
    type: string
    sql: CASE WHEN ${total_price} > 100 THEN 'large' ELSE 'small' END ;;
  }

  measure: is_large {
    type: yesno
    sql: ${total_price} > 100 ;;
  }

  measure: is_large_and_busy {
    type: yesno
    sql: ${is_large} AND ${count} > 2 ;;
  }

  measure: total_freight {
    type: sum_distinct
    sql_distinct_key: ${order_no} ;;
    sql: ${freight} ;;
    value_format_name: usd
  }

  measure: average_freight {
    type: average_distinct
    sql_distinct_key: ${order_no} ;;
    sql: ${freight} ;;
    value_format_name: usd
  }

  measure: median_freight {
    type: median_distinct
    sql_distinct_key: ${order_no} ;;
    sql: ${freight} ;;
    value_format_name: usd
  }

  measure: dear_freight {
    type: percentile_distinct
    percentile: 90
    sql_distinct_key: ${order_no} ;;
    sql: ${freight} ;;
    value_format_name: usd
  }

  measure: freight_of_gifts {
    type: sum_distinct
    filters: [product: "gift"]
    sql_distinct_key: ${order_no} ;;
    sql: ${freight} ;;
    value_format_name: usd
  }

  measure: freight_by_product {
    description: "Says nothing where lines of one product disagree"
    type: sum_distinct
    sql_distinct_key: ${product} ;;
    sql: ${freight} ;;
    value_format_name: usd
  }

  measure: freight_share {
    type: number
    sql: ${total_freight} / NULLIF(${total_price}, 0) ;;
    value_format_name: percent_1
  }

  measure: price_so_far {
    type: running_total
    sql: ${total_price} ;;
    value_format_name: usd
  }

  measure: count_down_the_column {
    type: running_total
    direction: "column"
    sql: ${count} ;;
    value_format_name: decimal_0
  }

  measure: share_of_price {
    type: percent_of_total
    sql: ${total_price} ;;
    value_format_name: decimal_2
  }

  measure: growth {
    type: percent_of_previous
    sql: ${total_price} ;;
    value_format_name: decimal_0
  }

  measure: price_last_year {
    type: period_over_period
    based_on: total_price
    based_on_time: shipped_year
    period: year
    kind: previous
    value_format_name: usd
  }

  measure: price_change {
    type: period_over_period
    based_on: total_price
    based_on_time: shipped_year
    period: year
    kind: difference
    value_format_name: usd
  }

  measure: count_growth {
    type: period_over_period
    based_on: count
    based_on_time: shipped_month
    period: month
    kind: relative_change
    value_format_name: percent_1
  }

  measure: price_last_year_to_date {
    type: period_over_period
    based_on: total_price
    based_on_time: shipped_date
    period: year
    kind: previous
    value_to_date: yes
    value_format_name: usd
  }

  set: detail {
    fields: [product, price]
  }
}
