# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"

datagroup: nightly {
  sql_trigger: SELECT CURRENT_DATE ;;
  max_cache_age: "24 hours"
}

include: "/explores/loans.explore.lkml"
include: "/explores/tag_months.explore.lkml"
include: "/explores/loan_days.explore.lkml"
include: "/tests/loans.test.lkml"
include: "/tests/tag_months.test.lkml"
include: "/tests/loan_days.test.lkml"
