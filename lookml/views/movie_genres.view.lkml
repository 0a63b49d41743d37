# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

# Which film has which genre
view: movie_genres {
  sql_table_name: @{SCHEMA}.movie_genres ;;

  dimension: pk1_movie_genres_key {
    primary_key: yes
    hidden: yes
    label: "Movie Genres Key"
    description: "Identifies one row of movie_genres"
    sql: CAST(${TABLE}.movie_id AS VARCHAR) || '-' || CAST(${TABLE}.genre_id AS VARCHAR) ;;
  }

  dimension: movie_id {
    hidden: yes
    label: "Movie ID"
    description: "Links movie_genres to another table"
    type: number
    sql: ${TABLE}.movie_id ;;
  }

  dimension: genre_id {
    hidden: yes
    label: "Genre ID"
    description: "Links movie_genres to another table"
    type: number
    sql: ${TABLE}.genre_id ;;
  }

  measure: count {
    hidden: yes
    description: "How many movie genres"
    type: count
    filters: [pk1_movie_genres_key: "-NULL"]
  }
}
