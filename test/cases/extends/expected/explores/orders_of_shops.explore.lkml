# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/orders.view.lkml"
include: "/views/customers.view.lkml"
include: "/views/shops.view.lkml"

explore: orders_of_shops {
  label: "Orders of shops"
  description: "All that was ever ordered"
  access_filter: {
    field: shops.name
    user_attribute: shop
  }
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
    view_label: "Who bought it"
  }

  join: shops {
    type: left_outer
    relationship: many_to_one
    sql_on: ${orders.shop_id} = ${shops.pk1_id} ;;
  }
}
