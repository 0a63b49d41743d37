# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/explores/movies.explore.lkml"

# Keys: each is known, and stands for one row.

view: +movies {
  measure: rows_without_key {
    hidden: yes
    description: "How many movies have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

view: +movie_genres {
  measure: rows_without_key {
    hidden: yes
    description: "How many movie genres have no key"
    type: count
    filters: [pk1_movie_genres_key: "NULL"]
  }
}

view: +genres {
  measure: rows_without_key {
    hidden: yes
    description: "How many genres have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

view: +movie_production_companies {
  measure: rows_without_key {
    hidden: yes
    description: "How many movie production companies have no key"
    type: count
    filters: [pk1_movie_production_companies_key: "NULL"]
  }
}

view: +production_companies {
  measure: rows_without_key {
    hidden: yes
    description: "How many production companies have no key"
    type: count
    filters: [pk1_id: "NULL"]
  }
}

# Joined views on their own: under a join Looker counts each key once, so a doubled one would never show.

explore: movie_genres_alone {
  hidden: yes
  view_name: movie_genres

  join: movies {
    type: left_outer
    relationship: many_to_one
    sql_on: ${movie_genres.movie_id} = ${movies.pk1_id} ;;
  }

  join: genres {
    type: left_outer
    relationship: many_to_one
    sql_on: ${movie_genres.genre_id} = ${genres.pk1_id} ;;
  }
}

explore: genres_alone {
  hidden: yes
  view_name: genres
}

explore: movie_production_companies_alone {
  hidden: yes
  view_name: movie_production_companies

  join: movies {
    type: left_outer
    relationship: many_to_one
    sql_on: ${movie_production_companies.movie_id} = ${movies.pk1_id} ;;
  }

  join: production_companies {
    type: left_outer
    relationship: many_to_one
    sql_on: ${movie_production_companies.production_company_id} = ${production_companies.pk1_id} ;;
  }
}

explore: production_companies_alone {
  hidden: yes
  view_name: production_companies
}

test: movies_key_is_unique {
  explore_source: movies {
    column: key { field: movies.pk1_id }
    column: rows { field: movies.count }
    sorts: [movies.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${movies.count} = 1 ;;
  }
}

test: movies_key_is_known {
  explore_source: movies {
    column: rows_without_key { field: movies.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${movies.rows_without_key} = 0 ;;
  }
}

test: movie_genres_key_is_unique {
  explore_source: movie_genres_alone {
    column: key { field: movie_genres.pk1_movie_genres_key }
    column: rows { field: movie_genres.count }
    sorts: [movie_genres.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${movie_genres.count} = 1 ;;
  }
}

test: movie_genres_key_is_known {
  explore_source: movie_genres_alone {
    column: rows_without_key { field: movie_genres.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${movie_genres.rows_without_key} = 0 ;;
  }
}

test: genres_key_is_unique {
  explore_source: genres_alone {
    column: key { field: genres.pk1_id }
    column: rows { field: genres.count }
    sorts: [genres.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${genres.count} = 1 ;;
  }
}

test: genres_key_is_known {
  explore_source: genres_alone {
    column: rows_without_key { field: genres.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${genres.rows_without_key} = 0 ;;
  }
}

test: movie_production_companies_key_is_unique {
  explore_source: movie_production_companies_alone {
    column: key { field: movie_production_companies.pk1_movie_production_companies_key }
    column: rows { field: movie_production_companies.count }
    sorts: [movie_production_companies.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${movie_production_companies.count} = 1 ;;
  }
}

test: movie_production_companies_key_is_known {
  explore_source: movie_production_companies_alone {
    column: rows_without_key { field: movie_production_companies.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${movie_production_companies.rows_without_key} = 0 ;;
  }
}

test: production_companies_key_is_unique {
  explore_source: production_companies_alone {
    column: key { field: production_companies.pk1_id }
    column: rows { field: production_companies.count }
    sorts: [production_companies.count: desc]
    limit: 1
  }
  assert: one_row_for_each_key {
    expression: ${production_companies.count} = 1 ;;
  }
}

test: production_companies_key_is_known {
  explore_source: production_companies_alone {
    column: rows_without_key { field: production_companies.rows_without_key }
  }
  assert: no_row_without_key {
    expression: ${production_companies.rows_without_key} = 0 ;;
  }
}

# Bridges: each row finds both of its ends.

test: movie_genres_find_their_movies {
  explore_source: movie_genres_alone {
    column: rows { field: movie_genres.count }
    filters: [movies.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${movie_genres.count} = 0 ;;
  }
}

test: movie_genres_find_their_genres {
  explore_source: movie_genres_alone {
    column: rows { field: movie_genres.count }
    filters: [genres.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${movie_genres.count} = 0 ;;
  }
}

test: movie_production_companies_find_their_movies {
  explore_source: movie_production_companies_alone {
    column: rows { field: movie_production_companies.count }
    filters: [movies.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${movie_production_companies.count} = 0 ;;
  }
}

test: movie_production_companies_find_their_production_companies {
  explore_source: movie_production_companies_alone {
    column: rows { field: movie_production_companies.count }
    filters: [production_companies.pk1_id: "NULL"]
  }
  assert: no_row_without_its_end {
    expression: ${movie_production_companies.count} = 0 ;;
  }
}

# Joins: a total stays the same, however many rows a join makes of one.

view: movies_totals {
  derived_table: {
    explore_source: movies {
      column: known_rows { field: movies.count }
      column: known_total { field: movies.total_revenue }
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

explore: movies_beside_totals {
  hidden: yes
  extends: [movies]
  view_name: movies

  join: movies_totals {
    type: cross
    relationship: many_to_one
  }
}

test: movies_totals_survive_genres {
  explore_source: movies_beside_totals {
    column: joined { field: genres.count }
    column: rows { field: movies.count }
    column: known_rows { field: movies_totals.known_rows }
    column: total { field: movies.total_revenue }
    column: known_total { field: movies_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${movies.count} = ${movies_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${movies.total_revenue} - ${movies_totals.known_total}) <= 0.000001 * abs(${movies_totals.known_total}) ;;
  }
}

test: movies_totals_survive_production_companies {
  explore_source: movies_beside_totals {
    column: joined { field: production_companies.count }
    column: rows { field: movies.count }
    column: known_rows { field: movies_totals.known_rows }
    column: total { field: movies.total_revenue }
    column: known_total { field: movies_totals.known_total }
  }
  assert: as_many_rows {
    expression: ${movies.count} = ${movies_totals.known_rows} ;;
  }
  assert: the_same_total {
    expression: abs(${movies.total_revenue} - ${movies_totals.known_total}) <= 0.000001 * abs(${movies_totals.known_total}) ;;
  }
}
