# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/branches.explore.lkml"

# Keys: each is known, and stands for one row.

view: +branches {
  measure: rows_without_key {
    hidden: yes
    description: "How many branches have no key"
    type: count
    filters: [pk1_code: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: branches_alone {
  hidden: yes
  required_access_grants: [bookkeeping, staff]
  view_name: branches
}

test: branches_key_is_unique {
  explore_source: branches_alone {
    column: key { field: branches.pk1_code }
    column: rows { field: branches.count }
    sorts: [branches.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${branches.count} = 1 ;;
  }
}

test: branches_key_is_known {
  explore_source: branches_alone {
    column: rows_without_key { field: branches.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${branches.rows_without_key} = 0 ;;
  }
}
