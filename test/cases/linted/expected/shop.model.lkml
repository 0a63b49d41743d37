# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"

include: "/explores/orders.explore.lkml"
include: "/tests/orders.test.lkml"
