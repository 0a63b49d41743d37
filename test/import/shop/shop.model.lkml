# Everything the shop sells
connection: "redshift_prod"
include: "/views/*.view.lkml"
week_start_day: monday
datagroup: nightly { sql_trigger: SELECT CURRENT_DATE ;; }
access_grant: finance { user_attribute: department allowed_values: ["finance", "board"] }

explore: orders {
  label: "Orders"
  persist_with: nightly
  access_filter: { field: orders.country user_attribute: country }
  join: customers {
    type: left_outer
    relationship: many_to_one
    sql_on: ${orders.customer_id} = ${customers.id} ;;
  }
  join: giver {
    from: customers
    relationship: many_to_one
    sql_on: ${orders.giver_id} = ${giver.id} ;;
  }
  join: returns {
    type: full_outer
    relationship: one_to_one
    sql_on: ${orders.id} = ${returns.order_id} ;;
  }
  join: rates {
    relationship: many_to_one
    sql_on: ${orders.country} = ${rates.country} AND ${orders.created_raw} >= ${rates.since_raw} ;;
  }
}

explore: customers {
  join: name_facts { relationship: one_to_many sql_on: ${customers.id} = ${name_facts.first_id} ;; }
}

explore: +orders { description: "What was ordered" }

explore: +orders {
  aggregate_table: by_month {
    query: {
      dimensions: [created_month, customers.name, country]
      measures: [orders.count, revenue]
      filters: [orders.created_date: "2 years", country: "-NULL"]
      sorts: [orders.country: asc]
      timezone: "America/Los_Angeles"
    }
    materialization: {
      datagroup_trigger: nightly
      distribution: "country"
      sortkeys: ["created_month", "country"]
      increment_key: "created_month"
      increment_offset: 2
    }
  }
  aggregate_table: by_day {
    query: { dimensions: [orders.created_date, orders.country] measures: [orders.count] }
    materialization: { sql_trigger_value: SELECT MAX(id) FROM dw.orders ;; distribution_style: even indexes: ["created_date"] partition_keys: ["created_date"] }
  }
  aggregate_table: best { query: { dimensions: [country] measures: [count] limit: 10 } materialization: { persist_for: "1 hour" } }
  aggregate_table: short { query: { dimensions: [orders.short*] } materialization: { persist_for: "1 hour" } }
  aggregate_table: hourly { query: { dimensions: [country] measures: [count] } materialization: { interval_trigger: "1 hour" } }
}
