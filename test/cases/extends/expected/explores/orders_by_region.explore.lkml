# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/orders.view.lkml"
include: "/views/customers.view.lkml"

explore: orders_by_region {
  label: "Orders of your region"
  description: "All that was ever ordered"
  access_filter: {
    field: customers.region
    user_attribute: region
  }
  always_filter: {
    filters: [orders.country: "-NULL"]
  }
  view_name: orders

  join: customers {
    type: left_outer
    relationship: many_to_one
    sql_on: ${orders.customer_id} = ${customers.pk1_id} ;;
  }
}
