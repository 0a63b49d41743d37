# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/people.view.lkml"
include: "/views/parcels.view.lkml"

explore: people {
  join: parcels {
    type: left_outer
    relationship: one_to_many
    sql_on: ${people.pk1_id} = ${parcels.sender} ;;
  }
}
