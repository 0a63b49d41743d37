-- $1 = "Action"
-- $2 = "Comedy"
-- $3 = "Aurora"
SELECT
  AVG(NULLIF(movies.budget, 0)) AS "movies.average_budget",
  COUNT(CASE WHEN NULLIF(movies.budget, 0) IS NOT NULL THEN movies.id END) AS "movies.count_budget",
  COUNT(movies.id) AS "movies.count"
FROM movies.movies AS movies
WHERE movies.id IN (
    SELECT movie_genres.movie_id
    FROM movies.movie_genres AS movie_genres
    WHERE movie_genres.genre_id = ANY (ARRAY(
      SELECT genres.id
      FROM movies.genres AS genres
      WHERE genres.name IN (CAST($1 AS TEXT), CAST($2 AS TEXT))
    ))
  )
  AND movies.id IN (
    SELECT movie_production_companies.movie_id
    FROM movies.movie_production_companies AS movie_production_companies
    WHERE movie_production_companies.production_company_id = ANY (ARRAY(
      SELECT production_companies.id
      FROM movies.production_companies AS production_companies
      WHERE production_companies.name = CAST($3 AS TEXT)
    ))
  )
LIMIT 500;
