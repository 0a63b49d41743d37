# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

# What films cost and what they earned, by genre and production company
connection: "warehouse"

include: "/explores/movies.explore.lkml"
include: "/dashboards/movies.dashboard.lookml"
include: "/tests/movies.test.lkml"
