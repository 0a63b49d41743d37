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
  dimension: amount_tier { type: tier tiers: [10, 100] sql: ${amount} ;; }
  dimension: is_big { required_access_grants: [finance] type: yesno sql: ${amount} > 100 ;; action: { label: "Tell" url: "https://x.example" } }
  measure: count { type: count drill_fields: [id, created_date] }
  measure: revenue {
    type: sum
    sql: ${TABLE}.amount ;;
    required_access_grants: [finance]
    filters: { field: is_big value: "yes" }
  }
  measure: share { type: percent_of_total sql: ${revenue} ;; }
  set: short { fields: [id, country] }
}
