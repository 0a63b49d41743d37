# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"

datagroup: monthly {
  sql_trigger: SELECT max(id) FROM library_hydrate.runs WHERE state = 'published' ;;
  max_cache_age: "840 hours"
}
named_value_format: pages {
  value_format: "#,##0 \"pages\""
  strict_value_format: yes
}
persist_with: monthly

include: "/explores/books.explore.lkml"
include: "/tests/books.test.lkml"
