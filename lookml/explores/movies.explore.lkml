# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/movies.view.lkml"
include: "/views/movie_genres.view.lkml"
include: "/views/genres.view.lkml"
include: "/views/movie_production_companies.view.lkml"
include: "/views/production_companies.view.lkml"

explore: movies {
  description: "Films with what they cost and earned, their genres and the companies that made them"

  join: movie_genres {
    fields: []
    type: left_outer
    relationship: one_to_many
    sql_on: ${movies.pk1_id} = ${movie_genres.movie_id} ;;
  }

  join: genres {
    type: left_outer
    relationship: many_to_one
    sql_on: ${movie_genres.genre_id} = ${genres.pk1_id} ;;
  }

  join: movie_production_companies {
    fields: []
    type: left_outer
    relationship: one_to_many
    sql_on: ${movies.pk1_id} = ${movie_production_companies.movie_id} ;;
  }

  join: production_companies {
    type: left_outer
    relationship: many_to_one
    sql_on: ${movie_production_companies.production_company_id} = ${production_companies.pk1_id} ;;
  }
}
