# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

project_name: "readers"

# The schema of the warehouse that holds the tables.
constant: SCHEMA {
  value: "readers"
  export: override_optional
}
