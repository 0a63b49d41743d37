-- $1 = "Drama"
SELECT
  ((percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY NULLIF(movies.revenue, 0)))[1] + (percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY NULLIF(movies.revenue, 0)))[2]) / 2.0 AS "movies.median_revenue"
FROM movies.movies AS movies
WHERE movies.id IN (
    SELECT movie_genres.movie_id
    FROM movies.movie_genres AS movie_genres
    JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
    WHERE genres.name = CAST($1 AS TEXT)
  )
LIMIT 500;
