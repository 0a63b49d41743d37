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

explore: +orders { description: "What was ordered" }
