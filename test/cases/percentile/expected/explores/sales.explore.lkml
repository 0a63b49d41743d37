# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/sales.view.lkml"
include: "/views/sale_tags.view.lkml"
include: "/views/tags.view.lkml"

explore: sales {
  join: sale_tags {
    fields: []
    type: left_outer
    relationship: one_to_many
    sql_on: ${sales.pk1_id} = ${sale_tags.sale_id} ;;
  }

  join: tags {
    type: left_outer
    relationship: many_to_one
    sql_on: ${sale_tags.tag_id} = ${tags.pk1_id} ;;
  }
}
