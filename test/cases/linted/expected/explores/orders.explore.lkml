# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/orders.view.lkml"
include: "/views/customers.view.lkml"

explore: orders {
  view_label: "[Orders]"

  join: customers {
    type: left_outer
    relationship: many_to_one
    sql_on: ${orders.customer} = ${customers.pk1_id} ;;
  }
}
