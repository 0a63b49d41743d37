# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/branches.view.lkml"

explore: branches {
  required_access_grants: [bookkeeping, staff]
  sql_always_where: ${branches.rent} > 0 ;;
}
