# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/people.explore.lkml"

# Keys: each is known, and stands for one row.

view: +people {
  measure: rows_without_key {
    hidden: yes
    description: "How many people have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

test: people_key_is_unique {
  explore_source: people {
    column: key { field: people.pk1_id }
    column: rows { field: people.count }
    sorts: [people.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${people.count} = 1 ;;
  }
}

test: people_key_is_known {
  explore_source: people {
    column: rows_without_key { field: people.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${people.rows_without_key} = 0 ;;
  }
}

# Joins: a total stays the same, however many rows a join makes of one.

view: people_totals {
  derived_table: {
    explore_source: people {
      column: known_rows { field: people.count }
      column: known_total { field: people.total_rank }
    }
  }

  dimension: known_rows {
    hidden: yes
    type: number
  }

  dimension: known_total {
    hidden: yes
    type: number
  }
}

explore: people_beside_totals {
  hidden: yes
  extends: [people]
  view_name: people

  join: people_totals {
    type: cross
    relationship: many_to_one
  }
}

test: people_totals_survive_parcels {
  explore_source: people_beside_totals {
    column: joined { field: parcels.count }
    column: rows { field: people.count }
    column: known_rows { field: people_totals.known_rows }
    column: total { field: people.total_rank }
    column: known_total { field: people_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${people.count} = ${people_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${people.total_rank} - ${people_totals.known_total}) <= 0.000001 * abs(${people_totals.known_total}) ;;
  }
}
