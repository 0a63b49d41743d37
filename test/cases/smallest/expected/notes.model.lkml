# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"

include: "/explores/notes.explore.lkml"
include: "/tests/notes.test.lkml"
