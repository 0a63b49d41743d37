# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

project_name: "movies"

# The schema of the warehouse that holds the tables.
constant: SCHEMA {
  value: "movies"
  export: override_optional
}
