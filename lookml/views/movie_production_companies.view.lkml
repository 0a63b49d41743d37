# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

# Which film was made by which production company
view: movie_production_companies {
  sql_table_name: @{SCHEMA}.movie_production_companies ;;

  dimension: pk1_movie_production_companies_key {
    primary_key: yes
    hidden: yes
    label: "Movie Production Companies Key"
    description: "Identifies one row of movie_production_companies"
    sql: CAST(${TABLE}.movie_id AS VARCHAR) || '-' || CAST(${TABLE}.production_company_id AS VARCHAR) ;;
  }

  dimension: movie_id {
    hidden: yes
    label: "Movie ID"
    description: "Links movie_production_companies to another table"
    type: number
    sql: ${TABLE}.movie_id ;;
  }

  dimension: production_company_id {
    hidden: yes
    label: "Production Company ID"
    description: "Links movie_production_companies to another table"
    type: number
    sql: ${TABLE}.production_company_id ;;
  }

  measure: count {
    hidden: yes
    description: "How many movie production companies"
    type: count
    filters: [pk1_movie_production_companies_key: "-NULL"]
  }
}
