# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/lines.view.lkml"
include: "/views/line_tags.view.lkml"
include: "/views/tags.view.lkml"

explore: lines {
  join: line_tags {
    fields: []
    type: left_outer
    relationship: one_to_many
    sql_on: ${lines.pk1_id} = ${line_tags.line_id} ;;
  }

  join: tags {
    type: left_outer
    relationship: many_to_one
    sql_on: ${line_tags.tag_id} = ${tags.pk1_id} ;;
  }
}
