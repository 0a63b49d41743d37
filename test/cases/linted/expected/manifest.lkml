# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

project_name: "shop"

# The schema of the warehouse that holds the tables.
constant: SCHEMA {
  value: "shop"
  export: override_optional
}
