# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/visits.view.lkml"
include: "/views/visit_wards.view.lkml"
include: "/views/wards.view.lkml"

explore: visits {
  join: visit_wards {
    fields: []
    type: left_outer
    relationship: one_to_many
    sql_on: ${visits.pk1_id} = ${visit_wards.visit_id} ;;
  }

  join: wards {
    type: left_outer
    relationship: many_to_one
    sql_on: ${visit_wards.ward_id} = ${wards.pk1_id} ;;
  }
}
