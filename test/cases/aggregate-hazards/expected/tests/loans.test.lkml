# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/loans.explore.lkml"

# Joins: a total stays the same, however many rows a join makes of one.

view: loans_totals {
  derived_table: {
    explore_source: loans {
      column: known_rows { field: loans.count }
      column: known_total { field: loans.total_fee }
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

explore: loans_beside_totals {
  hidden: yes
  extends: [loans]
  view_name: loans

  join: loans_totals {
    type: cross
    relationship: many_to_one
  }
}

test: loans_totals_survive_tags {
  explore_source: loans_beside_totals {
    column: joined { field: tags.count }
    column: rows { field: loans.count }
    column: known_rows { field: loans_totals.known_rows }
    column: total { field: loans.total_fee }
    column: known_total { field: loans_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${loans.count} = ${loans_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${loans.total_fee} - ${loans_totals.known_total}) <= 0.000001 * abs(${loans_totals.known_total}) ;;
  }
}
