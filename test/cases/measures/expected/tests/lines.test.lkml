# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/lines.explore.lkml"

# Keys: each is known, and stands for one row.

view: +lines {
  measure: rows_without_key {
    hidden: yes
    description: "How many lines have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

view: +line_tags {
  measure: rows_without_key {
    hidden: yes
    description: "How many line tags have no key"
    type: count
    filters: [pk1_line_tags_key: "NULL"]
  }
}

view: +tags {
  measure: rows_without_key {
    hidden: yes
    description: "How many tags have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: line_tags_alone {
  hidden: yes
  view_name: line_tags

  join: lines {
    type: left_outer
    relationship: many_to_one
    sql_on: ${line_tags.line_id} = ${lines.pk1_id} ;;
  }

  join: tags {
    type: left_outer
    relationship: many_to_one
    sql_on: ${line_tags.tag_id} = ${tags.pk1_id} ;;
  }
}

explore: tags_alone {
  hidden: yes
  view_name: tags
}

test: lines_key_is_unique {
  explore_source: lines {
    column: key { field: lines.pk1_id }
    column: rows { field: lines.count }
    sorts: [lines.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${lines.count} = 1 ;;
  }
}

test: lines_key_is_known {
  explore_source: lines {
    column: rows_without_key { field: lines.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${lines.rows_without_key} = 0 ;;
  }
}

test: line_tags_key_is_unique {
  explore_source: line_tags_alone {
    column: key { field: line_tags.pk1_line_tags_key }
    column: rows { field: line_tags.count }
    sorts: [line_tags.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${line_tags.count} = 1 ;;
  }
}

test: line_tags_key_is_known {
  explore_source: line_tags_alone {
    column: rows_without_key { field: line_tags.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${line_tags.rows_without_key} = 0 ;;
  }
}

test: tags_key_is_unique {
  explore_source: tags_alone {
    column: key { field: tags.pk1_id }
    column: rows { field: tags.count }
    sorts: [tags.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${tags.count} = 1 ;;
  }
}

test: tags_key_is_known {
  explore_source: tags_alone {
    column: rows_without_key { field: tags.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${tags.rows_without_key} = 0 ;;
  }
}

# Bridges: each row finds both of its ends.

test: line_tags_find_their_lines {
  explore_source: line_tags_alone {
    column: rows { field: line_tags.count }
    filters: [lines.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${line_tags.count} = 0 ;;
  }
}

test: line_tags_find_their_tags {
  explore_source: line_tags_alone {
    column: rows { field: line_tags.count }
    filters: [tags.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${line_tags.count} = 0 ;;
  }
}

# Joins: a total stays the same, however many rows a join makes of one.

view: lines_totals {
  derived_table: {
    explore_source: lines {
      column: known_rows { field: lines.count }
      column: known_total { field: lines.total_price }
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

explore: lines_beside_totals {
  hidden: yes
  extends: [lines]
  view_name: lines

  join: lines_totals {
    type: cross
    relationship: many_to_one
  }
}

test: lines_totals_survive_tags {
  explore_source: lines_beside_totals {
    column: joined { field: tags.count }
    column: rows { field: lines.count }
    column: known_rows { field: lines_totals.known_rows }
    column: total { field: lines.total_price }
    column: known_total { field: lines_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${lines.count} = ${lines_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${lines.total_price} - ${lines_totals.known_total}) <= 0.000001 * abs(${lines_totals.known_total}) ;;
  }
}
