# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: parcels {
  sql_table_name: @{SCHEMA}.parcels ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of parcels"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: sender {
    hidden: yes
    description: "Links parcels to another table"
    type: number
    sql: ${TABLE}.sender ;;
  }

  dimension: price {
    type: number
    sql: NULLIF(${TABLE}.price, 0) ;;
    value_format_name: usd
  }

  dimension: state {
    type: number
    sql: ${TABLE}.state ;;
  }

  dimension: price_step {
    group_label: "Money"
    description: "What it cost in steps"
    type: tier
    tiers: [0, 10, 100]
    style: integer
    sql: ${price} ;;
  }

  dimension: price_classic {
    type: tier
    tiers: [10, 100]
    style: classic
    sql: ${price} ;;
  }

  dimension: weight_step {
    type: bin
    bins: [0.5, 2]
    style: relational
    sql: ${TABLE}.weight ;;
  }

  dimension: weight_span {
    type: bin
    bins: [-1.25, 0, 2]
    style: interval
    sql: NULLIF(${TABLE}.weight, 0) ;;
  }

  dimension: stage {
    description: "How far it has come"
    case: {
      when: {
        sql: ${state} = 1 ;;
        label: "On its way"
      }
      when: {
        sql: ${state} = 2 OR ${TABLE}.arrived IS NOT NULL ;;
        label: "Delivered, it's there"
      }
      else: "Lost"
    }
  }

  dimension: size {
    case: {
      when: {
        sql: ${TABLE}.weight >= 2 ;;
        label: "Large"
      }
      when: {
        sql: ${TABLE}.weight >= 0.5 ;;
        label: "Fair"
      }
    }
    alpha_sort: yes
  }

  dimension: days_step {
    type: tier
    tiers: [1, 7]
    style: integer
    sql: ${days_way} ;;
  }

  dimension: place {
    type: location
    sql_latitude: ${TABLE}.latitude ;;
    sql_longitude: ${TABLE}.longitude ;;
  }

  dimension: zip {
    type: zipcode
    sql: ${TABLE}.zip ;;
  }

  dimension: state_word {
    sql: CASE ${state} WHEN 1 THEN 'open' WHEN 2 THEN 'closed' END ;;
    order_by_field: state
  }

  dimension: zip_by_stage {
    sql: ${TABLE}.zip ;;
    order_by_field: sent_date
  }

  dimension: booked_number {
    type: number
    sql: ${booked_raw} - ${billed_raw} ;;
  }

  dimension: weekend {
    type: yesno
    sql: ${sent_day_of_week_index} IN (0, 6) ;;
  }

  dimension_group: way {
    label: "On Its Way"
    description: "From the post office to the door"
    type: duration
    intervals: [second, minute, hour, day, week, month, quarter, year]
    sql_start: ${sent_raw} ;;
    sql_end: ${TABLE}.arrived ;;
  }

  dimension_group: late {
    hidden: yes
    group_label: "Delays"
    type: duration
    intervals: [day, week]
    sql_start: ${due_raw} ;;
    sql_end: ${arrived_date} ;;
  }

  dimension_group: sent {
    type: time
    timeframes: [
      raw,
      time,
      time_of_day,
      microsecond,
      millisecond,
      millisecond8,
      millisecond250,
      second,
      minute,
      minute15,
      hour,
      hour_of_day,
      hour6,
      date,
      day_of_week,
      day_of_week_index,
      day_of_month,
      day_of_year,
      week,
      week_of_year,
      month,
      month_num,
      month_name,
      fiscal_month_num,
      quarter,
      quarter_of_year,
      fiscal_quarter,
      fiscal_quarter_of_year,
      year,
      fiscal_year
    ]
    datatype: timestamp
    convert_tz: no
    sql: ${TABLE}.sent ;;
  }

  dimension_group: arrived {
    type: time
    timeframes: [raw, minute30, hour12, date, day_of_week]
    datatype: timestamp
    convert_tz: yes
    sql: ${TABLE}.arrived ;;
  }

  dimension_group: due {
    type: time
    timeframes: [raw, date, day_of_week, week, month_name, fiscal_quarter, fiscal_year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.due ;;
  }

  dimension_group: booked {
    type: time
    timeframes: [raw, time, hour, hour_of_day, date]
    datatype: epoch
    convert_tz: no
    sql: ${TABLE}.booked ;;
  }

  dimension_group: billed {
    type: time
    timeframes: [raw, date, month, month_num]
    datatype: yyyymmdd
    convert_tz: no
    sql: NULLIF(${TABLE}.billed, 0) ;;
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: dear_count {
    type: count
    filters: [pk1_id: "NOT NULL", price_step: "100 or Above,10 to 99", stage: "-Lost"]
    value_format_name: decimal_0
  }

  measure: total_price {
    type: sum
    sql: ${price} ;;
    value_format_name: usd
  }

  measure: average_days {
    type: average
    filters: [pk1_id: "NOT NULL"]
    sql: CAST(${days_way} AS DECIMAL(38, 12)) ;;
  }

  measure: steps {
    type: count_distinct
    filters: [pk1_id: "NOT NULL"]
    sql: ${price_step} ;;
    value_format_name: decimal_0
  }

  set: detail {
    fields: [price, state, price_step, price_classic, weight_step, weight_span]
  }
}
