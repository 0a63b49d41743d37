# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/loan_days.explore.lkml"

# Keys: each is known, and stands for one row.

view: +loan_days {
  measure: rows_without_key {
    hidden: yes
    description: "How many loan days have no key"
    type: count
    filters: [pk1_day: "NULL"]
  }
}

test: loan_days_key_is_unique {
  explore_source: loan_days {
    column: key { field: loan_days.pk1_day }
    column: rows { field: loan_days.count }
    sorts: [loan_days.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${loan_days.count} = 1 ;;
  }
}

test: loan_days_key_is_known {
  explore_source: loan_days {
    column: rows_without_key { field: loan_days.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${loan_days.rows_without_key} = 0 ;;
  }
}
