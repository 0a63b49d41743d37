# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/products.view.lkml"
include: "/views/product_tags.view.lkml"
include: "/views/tags.view.lkml"
include: "/views/order_lines.view.lkml"

explore: catalogue {
  label: "Products"
  view_name: products

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

  join: order_lines {
    type: left_outer
    relationship: one_to_many
    sql_on: ${products.pk1_sku} = ${order_lines.sku} ;;
  }
}
