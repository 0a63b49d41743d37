# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/orders.view.lkml"
include: "/views/customers.view.lkml"

explore: orders {
  description: "All that was ever ordered"
  always_filter: {
    filters: [orders.country: "-NULL"]
  }

  join: customers {
    type: left_outer
    relationship: many_to_one
    sql_on: ${orders.customer_id} = ${customers.pk1_id} ;;
  }
}
