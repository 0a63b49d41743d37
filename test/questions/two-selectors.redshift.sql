-- $1 = "Action"
-- $2 = "Comedy"
-- $3 = "Aurora"
SELECT
  AVG(CAST(NULLIF(movies.budget, 0) AS DECIMAL(38, 12))) AS "movies.average_budget",
  COUNT(CASE WHEN NULLIF(movies.budget, 0) IS NOT NULL THEN movies.id END) AS "movies.count_budget",
  COUNT(movies.id) AS "movies.count"
FROM movies.movies AS movies
WHERE movies.id IN (
    SELECT movie_genres.movie_id
    FROM movies.movie_genres AS movie_genres
    JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
    WHERE genres.name IN (CAST($1 AS VARCHAR(65535)), CAST($2 AS VARCHAR(65535)))
  )
  AND movies.id IN (
    SELECT movie_production_companies.movie_id
    FROM movies.movie_production_companies AS movie_production_companies
    JOIN movies.production_companies AS production_companies ON movie_production_companies.production_company_id = production_companies.id
    WHERE production_companies.name = CAST($3 AS VARCHAR(65535))
  )
LIMIT 500;
