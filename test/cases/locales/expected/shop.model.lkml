# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

label: "The Shop"
connection: "warehouse"

include: "/explores/orders.explore.lkml"
include: "/tests/orders.test.lkml"
