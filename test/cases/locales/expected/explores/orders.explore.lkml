# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/orders.view.lkml"
include: "/views/people.view.lkml"

explore: orders {
  label: "Orders"
  description: "What was bought, \"as is\", at {{ '{' }}{ once }}"

  join: taker {
    from: people
    view_label: "Taker"
    type: left_outer
    relationship: many_to_one
    sql_on: ${orders.taker} = ${taker.pk1_id} ;;
  }
}
