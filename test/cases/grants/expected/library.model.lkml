# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"

# The cache turns over when hydrate publishes a drop or takes one back, not by the clock.
datagroup: published_drops {
  sql_trigger: SELECT COALESCE(MAX(id), 0) FROM @{SCHEMA}_hydrate.runs WHERE state = 'published' ;;
  max_cache_age: "24 hours"
}

persist_with: published_drops

access_grant: bookkeeping {
  user_attribute: department
  allowed_values: ["finance", "board"]
}

access_grant: staff {
  user_attribute: role
  allowed_values: ["staff"]
}

include: "/explores/books.explore.lkml"
include: "/explores/branches.explore.lkml"
include: "/dashboards/books.dashboard.lookml"
include: "/tests/books.test.lkml"
include: "/tests/branches.test.lkml"
