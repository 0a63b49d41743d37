-- $1 = "1000000"
-- $2 = "Western"
SELECT
  movies.title AS "movies.title",
  CAST(movies.release_date AS DATE) AS "movies.released_date",
  NULLIF(movies.budget, 0) AS "movies.budget"
FROM movies.movies AS movies
WHERE NULLIF(movies.budget, 0) >= CAST($1 AS NUMERIC)
  AND movies.id IN (
    SELECT movie_genres.movie_id
    FROM movies.movie_genres AS movie_genres
    WHERE movie_genres.genre_id = ANY (ARRAY(
      SELECT genres.id
      FROM movies.genres AS genres
      WHERE genres.name = CAST($2 AS TEXT)
    ))
  )
GROUP BY 1, 2, 3
ORDER BY 3 DESC NULLS LAST, 1 NULLS LAST, 2 NULLS LAST
LIMIT 100;
