# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/parcels.view.lkml"
include: "/views/people.view.lkml"

explore: parcels {
  join: people {
    type: left_outer
    relationship: many_to_one
    sql_on: ${parcels.sender} = ${people.pk1_id} ;;
  }
}
