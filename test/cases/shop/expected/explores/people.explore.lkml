# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/people.view.lkml"

explore: people {
  join: bosses {
    from: people
    view_label: "Bosses"
    type: left_outer
    relationship: many_to_one
    sql_on: ${people.manager_id} = ${bosses.pk1_id} ;;
  }
}
