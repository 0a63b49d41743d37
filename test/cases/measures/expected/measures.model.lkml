# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

label: "Orders"
connection: "warehouse"

# The cache turns over when hydrate publishes a drop or takes one back, not by the clock.
datagroup: published_drops {
  sql_trigger: SELECT COALESCE(MAX(id), 0) FROM @{SCHEMA}_hydrate.runs WHERE state = 'published' ;;
  max_cache_age: "24 hours"
}

persist_with: published_drops

include: "/explores/lines.explore.lkml"
include: "/tests/lines.test.lkml"
