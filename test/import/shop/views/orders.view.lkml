view: timestamps {
  extension: required
  dimension_group: created {
    type: time
    timeframes: [raw, date, hour_of_day, month]
    sql: ${TABLE}.created_at ;;
  }
}

view: orders {
  extends: [timestamps]
  sql_table_name: dw.orders ;;
  dimension: id { primary_key: yes type: number sql: ${TABLE}.id ;; }
  dimension: customer_id { hidden: yes type: number sql: ${TABLE}.customer_id ;; }
  dimension: giver_id { hidden: yes type: number sql: ${TABLE}.giver_id ;; }
  dimension: country { map_layer_name: countries }
  dimension: amount { type: number sql: ${TABLE}.amount ;; value_format: "$#,##0.00" required_access_grants: [finance] }
  dimension: amount_tier { required_access_grants: [finance] type: tier tiers: [10, 100] sql: ${amount} ;; }
  dimension: is_big { required_access_grants: [finance] type: yesno sql: ${amount} > 100 ;; action: { label: "Tell" url: "https://x.example" } }
  measure: count { type: count drill_fields: [id, created_date] }
  measure: revenue {
    type: sum
    sql: ${TABLE}.amount ;;
    required_access_grants: [finance]
    filters: { field: is_big value: "yes" }
  }
  measure: share { required_access_grants: [finance] type: percent_of_total sql: ${revenue} ;; }
  measure: countries { type: list list_field: orders.country }
  measure: last_created { type: date sql: max(${created_raw}) ;; convert_tz: no }
  measure: any_country { type: string sql: MAX(${country}) ;; }
  measure: average_created { type: date sql: AVG(${created_raw}) ;; }
  measure: amount_once { type: sum_distinct sql_distinct_key: ${giver_id} ;; sql: ${amount} ;; required_access_grants: [finance] }
  measure: amount_by_sql { type: sum_distinct sql_distinct_key: CONCAT(${id}, ${country}) ;; sql: ${amount} ;; required_access_grants: [finance] }
  measure: is_busy { type: yesno sql: ${count} > 10 ;; }
  measure: count_last_year { type: period_over_period based_on: orders.count based_on_time: orders.created_month period: year }
  measure: count_last_fiscal_year { type: period_over_period based_on: count based_on_time: created_month period: fiscal_year kind: previous }
  set: short { fields: [id, country] }
}

view: name_facts {
  derived_table: {
    explore_source: customers {
      column: name {}
      column: first_id { field: customers.id }
      derived_column: place {
        sql: RANK() OVER (PARTITION BY name ORDER BY first_id) ;;
      }
      bind_filters: { from_field: name_facts.name to_field: customers.name }
      bind_filters: { from_field: customers.id to_field: customers.id }
      expression_custom_filter: NOT is_null(${customers.name}) ;;
      sorts: [customers.name: asc, customers.id: asc]
      timezone: "UTC"
    }
    publish_as_db_view: yes
  }
  dimension: name { primary_key: yes }
  dimension: first_id { type: number }
  dimension: place { type: number }
  measure: count { type: count }
}

view: order_days {
  derived_table: {
    sql:
      SELECT CAST(created_at AS DATE) AS day, COUNT(*) AS orders
      FROM dw.orders
      WHERE {% incrementcondition %} created_at {% endincrementcondition %}
      GROUP BY 1 ;;
    interval_trigger: "24 hours"
    increment_key: "day_date"
  }
  dimension: orders { primary_key: yes type: number sql: ${TABLE}.orders ;; }
}

view: kept_days {
  derived_table: {
    sql:
      SELECT id, CAST(created_at AS DATE) AS day
      FROM dw.orders
      WHERE {% incrementcondition %} created_at {% endincrementcondition %} ;;
    sql_trigger_value: SELECT CURRENT_DATE ;;
    increment_key: "day_date"
  }
  dimension: id { primary_key: yes type: number sql: ${TABLE}.id ;; }
  dimension_group: day { type: time timeframes: [date, month] datatype: date convert_tz: no sql: ${TABLE}.day ;; }
}
