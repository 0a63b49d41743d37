# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"

include: "/explores/sales.explore.lkml"
include: "/tests/sales.test.lkml"
