# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/tag_months.explore.lkml"

# Keys: each is known, and stands for one row.

view: +tag_months {
  measure: rows_without_key {
    hidden: yes
    description: "How many tag months have no key"
    type: count
    filters: [pk1_tag_months_key: "NULL"]
  }
}

test: tag_months_key_is_unique {
  explore_source: tag_months {
    column: key { field: tag_months.pk1_tag_months_key }
    column: rows { field: tag_months.count }
    sorts: [tag_months.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${tag_months.count} = 1 ;;
  }
}

test: tag_months_key_is_known {
  explore_source: tag_months {
    column: rows_without_key { field: tag_months.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${tag_months.rows_without_key} = 0 ;;
  }
}
