# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

project_name: "lending"

# The schema of the warehouse that holds the tables.
constant: SCHEMA {
  value: "lending"
  export: override_optional
}
