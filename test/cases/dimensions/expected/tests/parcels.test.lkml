# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/parcels.explore.lkml"

# Keys: each is known, and stands for one row.

view: +parcels {
  measure: rows_without_key {
    hidden: yes
    description: "How many parcels have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

test: parcels_key_is_unique {
  explore_source: parcels {
    column: key { field: parcels.pk1_id }
    column: rows { field: parcels.count }
    sorts: [parcels.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${parcels.count} = 1 ;;
  }
}

test: parcels_key_is_known {
  explore_source: parcels {
    column: rows_without_key { field: parcels.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${parcels.rows_without_key} = 0 ;;
  }
}
