# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/language_facts.explore.lkml"

# Keys: each is known, and stands for one row.

view: +language_facts {
  measure: rows_without_key {
    hidden: yes
    description: "How many language facts have no key"
    type: count
    filters: [pk1_language: "NULL"]
  }
}

test: language_facts_key_is_unique {
  explore_source: language_facts {
    column: key { field: language_facts.pk1_language }
    column: rows { field: language_facts.count }
    sorts: [language_facts.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${language_facts.count} = 1 ;;
  }
}

test: language_facts_key_is_known {
  explore_source: language_facts {
    column: rows_without_key { field: language_facts.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${language_facts.rows_without_key} = 0 ;;
  }
}
