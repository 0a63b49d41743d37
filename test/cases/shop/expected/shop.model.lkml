# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

# Everything that is sold;; and to whom # not a comment
label: "The \"Corner\" Shop \\ #1 🛒"
connection: "shop_warehouse"

# The cache turns over when hydrate publishes a drop or takes one back, not by the clock.
datagroup: published_drops {
  sql_trigger: SELECT COALESCE(MAX(id), 0) FROM @{SCHEMA}_hydrate.runs WHERE state = 'published' ;;
  max_cache_age: "24 hours"
}

persist_with: published_drops

include: "/explores/orders.explore.lkml"
include: "/explores/catalogue.explore.lkml"
include: "/explores/people.explore.lkml"
include: "/dashboards/sales.dashboard.lookml"
include: "/dashboards/discounts.dashboard.lookml"
include: "/dashboards/lines.dashboard.lookml"
include: "/tests/orders.test.lkml"
include: "/tests/catalogue.test.lkml"
include: "/tests/people.test.lkml"
