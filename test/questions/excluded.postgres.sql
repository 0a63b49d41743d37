-- $1 = "Drama"
SELECT
  COUNT(movies.id) AS "movies.count"
FROM movies.movies AS movies
WHERE NOT EXISTS (
    SELECT 1
    FROM movies.movie_genres AS movie_genres
    JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
    WHERE movies.id = movie_genres.movie_id
      AND genres.name = CAST($1 AS TEXT)
  )
LIMIT 500;
