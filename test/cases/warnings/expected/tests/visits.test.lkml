# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/visits.explore.lkml"

# Keys: each is known, and stands for one row.

view: +visits {
  measure: rows_without_key {
    hidden: yes
    description: "How many visits have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

view: +visit_wards {
  measure: rows_without_key {
    hidden: yes
    description: "How many visit wards have no key"
    type: count
    filters: [pk1_visit_wards_key: "NULL"]
  }
}

view: +wards {
  measure: rows_without_key {
    hidden: yes
    description: "How many wards have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: visit_wards_alone {
  hidden: yes
  view_name: visit_wards

  join: visits {
    type: left_outer
    relationship: many_to_one
    sql_on: ${visit_wards.visit_id} = ${visits.pk1_id} ;;
  }

  join: wards {
    type: left_outer
    relationship: many_to_one
    sql_on: ${visit_wards.ward_id} = ${wards.pk1_id} ;;
  }
}

explore: wards_alone {
  hidden: yes
  view_name: wards
}

test: visits_key_is_unique {
  explore_source: visits {
    column: key { field: visits.pk1_id }
    column: rows { field: visits.count }
    sorts: [visits.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${visits.count} = 1 ;;
  }
}

test: visits_key_is_known {
  explore_source: visits {
    column: rows_without_key { field: visits.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${visits.rows_without_key} = 0 ;;
  }
}

test: visit_wards_key_is_unique {
  explore_source: visit_wards_alone {
    column: key { field: visit_wards.pk1_visit_wards_key }
    column: rows { field: visit_wards.count }
    sorts: [visit_wards.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${visit_wards.count} = 1 ;;
  }
}

test: visit_wards_key_is_known {
  explore_source: visit_wards_alone {
    column: rows_without_key { field: visit_wards.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${visit_wards.rows_without_key} = 0 ;;
  }
}

test: wards_key_is_unique {
  explore_source: wards_alone {
    column: key { field: wards.pk1_id }
    column: rows { field: wards.count }
    sorts: [wards.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${wards.count} = 1 ;;
  }
}

test: wards_key_is_known {
  explore_source: wards_alone {
    column: rows_without_key { field: wards.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${wards.rows_without_key} = 0 ;;
  }
}

# Bridges: each row finds both of its ends.

test: visit_wards_find_their_visits {
  explore_source: visit_wards_alone {
    column: rows { field: visit_wards.count }
    filters: [visits.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${visit_wards.count} = 0 ;;
  }
}

test: visit_wards_find_their_wards {
  explore_source: visit_wards_alone {
    column: rows { field: visit_wards.count }
    filters: [wards.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${visit_wards.count} = 0 ;;
  }
}

# Joins: a total stays the same, however many rows a join makes of one.

view: visits_totals {
  derived_table: {
    explore_source: visits {
      column: known_rows { field: visits.count }
    }
  }

  dimension: known_rows {
    hidden: yes
    type: number
  }
}

explore: visits_beside_totals {
  hidden: yes
  extends: [visits]
  view_name: visits

  join: visits_totals {
    type: cross
    relationship: many_to_one
  }
}

test: visits_totals_survive_wards {
  explore_source: visits_beside_totals {
    column: joined { field: wards.count }
    column: rows { field: visits.count }
    column: known_rows { field: visits_totals.known_rows }
  }
  assert: as_many_rows {
    expression: ${visits.count} = ${visits_totals.known_rows} ;;
  }
}
