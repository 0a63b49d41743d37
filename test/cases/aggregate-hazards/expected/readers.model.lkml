# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"

include: "/explores/loans.explore.lkml"
include: "/tests/loans.test.lkml"
