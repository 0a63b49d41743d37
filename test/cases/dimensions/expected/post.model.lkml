# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"
week_start_day: sunday
fiscal_month_offset: -3

include: "/explores/parcels.explore.lkml"
include: "/explores/people.explore.lkml"
include: "/dashboards/people.dashboard.lookml"
include: "/tests/parcels.test.lkml"
include: "/tests/people.test.lkml"
