-- $1 = "Drama"
SELECT
  COALESCE(SUM(NULLIF(movies.revenue, 0)), 0) AS "movies.total_revenue"
FROM movies.movies AS movies
WHERE movies.id IN (
    SELECT movies.id
    FROM movies.movies AS movies
    LEFT JOIN movies.movie_genres AS movie_genres ON movies.id = movie_genres.movie_id
    LEFT JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
    WHERE (genres.name <> CAST($1 AS VARCHAR(65535)) OR genres.name IS NULL)
  )
LIMIT 500;
