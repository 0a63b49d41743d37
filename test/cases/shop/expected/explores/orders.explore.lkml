# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/orders.view.lkml"
include: "/views/people.view.lkml"
include: "/views/stores.view.lkml"
include: "/views/order_lines.view.lkml"
include: "/views/products.view.lkml"
include: "/views/product_tags.view.lkml"
include: "/views/tags.view.lkml"

explore: orders {
  label: "Orders & \"Lines\""
  description: "One order; a {{ '{' }}{ liquid }} and a {{ '{' }}% tag %} and a @{{ '{' }}CONSTANT} are just text here"

  join: people {
    type: left_outer
    relationship: many_to_one
    sql_on: ${orders.customer} = ${people.pk1_id} ;;
  }

  join: clerks {
    from: people
    view_label: "Clerks"
    type: left_outer
    relationship: many_to_one
    sql_on: ${orders.clerk_id} = ${clerks.pk1_id} ;;
  }

  join: managers {
    from: people
    view_label: "Managers"
    type: left_outer
    relationship: many_to_one
    sql_on: ${clerks.manager_id} = ${managers.pk1_id} ;;
  }

  join: stores {
    type: left_outer
    relationship: many_to_one
    sql_on: ${orders.store_code} = ${stores.pk1_code} ;;
  }

  join: order_lines {
    type: left_outer
    relationship: one_to_many
    sql_on: ${orders.pk1_number} = ${order_lines.order_number} ;;
  }

  join: products {
    type: left_outer
    relationship: many_to_one
    sql_on: ${order_lines.sku} = ${products.pk1_sku} ;;
  }

  join: product_tags {
    fields: []
    type: left_outer
    relationship: one_to_many
    sql_on: ${products.pk1_sku} = ${product_tags.sku} ;;
  }

  join: tags {
    type: left_outer
    relationship: many_to_one
    sql_on: ${product_tags.tag_id} = ${tags.pk1_id} ;;
  }
}
