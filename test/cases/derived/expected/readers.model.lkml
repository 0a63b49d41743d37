# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"

datagroup: nightly {
  sql_trigger: SELECT CURRENT_DATE ;;
  max_cache_age: "24 hours"
}

include: "/explores/loans.explore.lkml"
include: "/explores/language_facts.explore.lkml"
include: "/tests/loans.test.lkml"
include: "/tests/language_facts.test.lkml"
