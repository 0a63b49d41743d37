# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"
week_start_day: sunday

datagroup: nightly {
  sql_trigger: SELECT CURRENT_DATE ;;
  max_cache_age: "24 hours"
}

include: "/explores/loans.explore.lkml"
include: "/explores/dear_loans.explore.lkml"
