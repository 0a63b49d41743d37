# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

# One row for each film, as the vendor reported it
view: movies {
  sql_table_name: @{SCHEMA}.movies ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of movies"
    type: number
    sql: ${TABLE}.id ;;
  }

  parameter: metric {
    group_label: "Question"
    description: "What is measured"
    type: unquoted
    allowed_value: { label: "Budget" value: "budget" }
    allowed_value: { label: "Revenue" value: "revenue" }
    allowed_value: { label: "Profit" value: "profit" }
    allowed_value: { label: "Runtime" value: "runtime" }
    allowed_value: { label: "Rating" value: "rating" }
    allowed_value: { label: "Votes" value: "votes" }
    default_value: "budget"
  }

  parameter: aggregation {
    group_label: "Question"
    description: "How the metric is aggregated"
    type: unquoted
    allowed_value: { label: "Average" value: "average" }
    allowed_value: { label: "Total" value: "total" }
    allowed_value: { label: "Median" value: "median" }
    allowed_value: { label: "Minimum" value: "minimum" }
    allowed_value: { label: "Maximum" value: "maximum" }
    allowed_value: { label: "Count" value: "count" }
    default_value: "average"
  }

  filter: genre {
    group_label: "Question"
    description: "Keeps rows with any of the chosen values of genre"
    type: string
    suggest_explore: movies
    suggest_dimension: genres.name
    sql:
      EXISTS (
        SELECT 1
        FROM @{SCHEMA}.movie_genres AS _movie_genres
        JOIN @{SCHEMA}.genres AS _genres
          ON _genres.id = _movie_genres.genre_id
        WHERE _movie_genres.movie_id = ${pk1_id}
          AND {% condition genre %} _genres.name {% endcondition %}
      ) ;;
  }

  filter: genre_all_of {
    group_label: "Question"
    description: "Keeps rows with every one of the chosen values of genre, each written in full"
    type: string
    suggest_explore: movies
    suggest_dimension: genres.name
    # A row is kept where as many different values are found as the filter lists. The Liquid counts
    # the listed ones: they stand between commas, other than those inside quotes and behind a ^.
    sql:
      ${pk1_id} IN (
        SELECT _movie_genres.movie_id
        FROM @{SCHEMA}.movie_genres AS _movie_genres
        JOIN @{SCHEMA}.genres AS _genres
          ON _genres.id = _movie_genres.genre_id
        WHERE {% condition genre_all_of %} _genres.name {% endcondition %}
        GROUP BY _movie_genres.movie_id
        HAVING COUNT(DISTINCT _genres.name) =
          {% assign parts = _filters['movies.genre_all_of'] | replace: '^^', 'x' | replace: '\\', 'x' | replace: '\"', 'x' | replace: '^"', 'x' | replace: '^,', 'x' | split: '"' %}
          {% assign listed = '' %}
          {% for part in parts %}
            {% assign side = forloop.index | modulo: 2 %}
            {% if side == 1 %}{% assign listed = listed | append: part %}{% else %}{% assign listed = listed | append: 'x' %}{% endif %}
          {% endfor %}
          {{ listed | split: ',' | size }}
      ) ;;
  }

  filter: genre_excluded {
    group_label: "Question"
    description: "Drops rows with any of the chosen values of genre"
    type: string
    suggest_explore: movies
    suggest_dimension: genres.name
    sql:
      NOT EXISTS (
        SELECT 1
        FROM @{SCHEMA}.movie_genres AS _movie_genres
        JOIN @{SCHEMA}.genres AS _genres
          ON _genres.id = _movie_genres.genre_id
        WHERE _movie_genres.movie_id = ${pk1_id}
          AND {% condition genre_excluded %} _genres.name {% endcondition %}
      ) ;;
  }

  filter: production_company {
    group_label: "Question"
    description: "Keeps rows with any of the chosen values of production company"
    type: string
    suggest_explore: movies
    suggest_dimension: production_companies.name
    sql:
      EXISTS (
        SELECT 1
        FROM @{SCHEMA}.movie_production_companies AS _movie_production_companies
        JOIN @{SCHEMA}.production_companies AS _production_companies
          ON _production_companies.id = _movie_production_companies.production_company_id
        WHERE _movie_production_companies.movie_id = ${pk1_id}
          AND {% condition production_company %} _production_companies.name {% endcondition %}
      ) ;;
  }

  filter: production_company_all_of {
    group_label: "Question"
    description: "Keeps rows with every one of the chosen values of production company, each written in full"
    type: string
    suggest_explore: movies
    suggest_dimension: production_companies.name
    # A row is kept where as many different values are found as the filter lists. The Liquid counts
    # the listed ones: they stand between commas, other than those inside quotes and behind a ^.
    sql:
      ${pk1_id} IN (
        SELECT _movie_production_companies.movie_id
        FROM @{SCHEMA}.movie_production_companies AS _movie_production_companies
        JOIN @{SCHEMA}.production_companies AS _production_companies
          ON _production_companies.id = _movie_production_companies.production_company_id
        WHERE {% condition production_company_all_of %} _production_companies.name {% endcondition %}
        GROUP BY _movie_production_companies.movie_id
        HAVING COUNT(DISTINCT _production_companies.name) =
          {% assign parts = _filters['movies.production_company_all_of'] | replace: '^^', 'x' | replace: '\\', 'x' | replace: '\"', 'x' | replace: '^"', 'x' | replace: '^,', 'x' | split: '"' %}
          {% assign listed = '' %}
          {% for part in parts %}
            {% assign side = forloop.index | modulo: 2 %}
            {% if side == 1 %}{% assign listed = listed | append: part %}{% else %}{% assign listed = listed | append: 'x' %}{% endif %}
          {% endfor %}
          {{ listed | split: ',' | size }}
      ) ;;
  }

  filter: production_company_excluded {
    group_label: "Question"
    description: "Drops rows with any of the chosen values of production company"
    type: string
    suggest_explore: movies
    suggest_dimension: production_companies.name
    sql:
      NOT EXISTS (
        SELECT 1
        FROM @{SCHEMA}.movie_production_companies AS _movie_production_companies
        JOIN @{SCHEMA}.production_companies AS _production_companies
          ON _production_companies.id = _movie_production_companies.production_company_id
        WHERE _movie_production_companies.movie_id = ${pk1_id}
          AND {% condition production_company_excluded %} _production_companies.name {% endcondition %}
      ) ;;
  }

  dimension: title {
    description: "Title the film was released under in English"
    sql: ${TABLE}.title ;;
  }

  dimension: original_title {
    description: "Title in the film's own language"
    sql: ${TABLE}.original_title ;;
  }

  dimension: original_language {
    description: "Two-letter code of the language the film was made in"
    sql: ${TABLE}.original_language ;;
  }

  dimension: status {
    description: "How far the film has come: Released, Rumored, Post Production, …"
    sql: ${TABLE}.status ;;
  }

  dimension: budget {
    description: "What the film cost to make, in US dollars as reported"
    type: number
    sql: NULLIF(${TABLE}.budget, 0) ;;
    value_format_name: usd_0
  }

  dimension: budget_range {
    description: "What the film cost, in steps that people speak of"
    case: {
      when: {
        sql: ${budget} < 1000000 ;;
        label: "Under $1 million"
      }
      when: {
        sql: ${budget} < 10000000 ;;
        label: "$1 to 10 million"
      }
      when: {
        sql: ${budget} < 50000000 ;;
        label: "$10 to 50 million"
      }
      when: {
        sql: ${budget} < 100000000 ;;
        label: "$50 to 100 million"
      }
      when: {
        sql: ${budget} >= 100000000 ;;
        label: "$100 million and more"
      }
      else: "Not known"
    }
  }

  dimension: revenue {
    description: "What the film earned worldwide, in US dollars as reported"
    type: number
    sql: NULLIF(${TABLE}.revenue, 0) ;;
    value_format_name: usd_0
  }

  dimension: profit {
    description: "Revenue less budget, for films where both are known"
    type: number
    sql: ${revenue} - ${budget} ;;
    value_format_name: usd_0
  }

  dimension: runtime {
    label: "Runtime (minutes)"
    description: "Length in minutes"
    type: number
    sql: NULLIF(${TABLE}.runtime, 0) ;;
    value_format_name: decimal_0
  }

  dimension: popularity {
    description: "How much attention the film gets on TMDB, a score without a unit"
    type: number
    sql: ${TABLE}.popularity ;;
    value_format_name: decimal_1
  }

  dimension: rating {
    description: "Average vote of the audience, from 0 to 10; not known where nobody voted"
    type: number
    sql: CASE WHEN ${votes} > 0 THEN ${TABLE}.vote_average END ;;
    value_format_name: decimal_1
  }

  dimension: votes {
    description: "How many people voted"
    type: number
    sql: ${TABLE}.vote_count ;;
    value_format_name: decimal_0
  }

  dimension_group: released {
    description: "Day the film was first shown"
    type: time
    timeframes: [raw, date, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.release_date ;;
  }

  measure: count {
    label: "Movies"
    description: "How many films"
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: total_revenue {
    description: "All revenue together"
    type: sum
    sql: ${revenue} ;;
    value_format_name: usd_0
  }

  measure: average_revenue {
    description: "Average revenue, over films with a known revenue"
    type: average
    sql: CAST(${revenue} AS DECIMAL(38, 12)) ;;
    value_format_name: usd_0
  }

  measure: total_budget {
    description: "All budgets together"
    type: sum
    sql: ${budget} ;;
    value_format_name: usd_0
  }

  measure: average_budget {
    description: "Average budget, over films with a known budget"
    type: average
    sql: CAST(${budget} AS DECIMAL(38, 12)) ;;
    value_format_name: usd_0
  }

  measure: average_rating {
    description: "Average of the films' ratings, over films that somebody voted on"
    type: average
    filters: [pk1_id: "NOT NULL"]
    sql: CAST(${rating} AS DECIMAL(38, 12)) ;;
    value_format_name: decimal_2
  }

  measure: median_budget {
    hidden: yes
    description: "Median of budget, over those where it is known"
    type: median
    sql: ${budget} ;;
    value_format_name: usd_0
  }

  measure: minimum_budget {
    hidden: yes
    description: "Minimum of budget, over those where it is known"
    type: min
    sql: ${budget} ;;
    value_format_name: usd_0
  }

  measure: maximum_budget {
    hidden: yes
    description: "Maximum of budget, over those where it is known"
    type: max
    sql: ${budget} ;;
    value_format_name: usd_0
  }

  measure: count_budget {
    hidden: yes
    label: "Movies with Known Budget"
    description: "How many movies with known budget"
    type: count
    filters: [pk1_id: "NOT NULL", budget: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: median_revenue {
    hidden: yes
    description: "Median of revenue, over those where it is known"
    type: median
    sql: ${revenue} ;;
    value_format_name: usd_0
  }

  measure: minimum_revenue {
    hidden: yes
    description: "Minimum of revenue, over those where it is known"
    type: min
    sql: ${revenue} ;;
    value_format_name: usd_0
  }

  measure: maximum_revenue {
    hidden: yes
    description: "Maximum of revenue, over those where it is known"
    type: max
    sql: ${revenue} ;;
    value_format_name: usd_0
  }

  measure: count_revenue {
    hidden: yes
    label: "Movies with Known Revenue"
    description: "How many movies with known revenue"
    type: count
    filters: [pk1_id: "NOT NULL", revenue: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: average_profit {
    hidden: yes
    description: "Average of profit, over those where it is known"
    type: average
    sql: CAST(${profit} AS DECIMAL(38, 12)) ;;
    value_format_name: usd_0
  }

  measure: total_profit {
    hidden: yes
    description: "Total of profit, over those where it is known"
    type: sum
    sql: ${profit} ;;
    value_format_name: usd_0
  }

  measure: median_profit {
    hidden: yes
    description: "Median of profit, over those where it is known"
    type: median
    sql: ${profit} ;;
    value_format_name: usd_0
  }

  measure: minimum_profit {
    hidden: yes
    description: "Minimum of profit, over those where it is known"
    type: min
    sql: ${profit} ;;
    value_format_name: usd_0
  }

  measure: maximum_profit {
    hidden: yes
    description: "Maximum of profit, over those where it is known"
    type: max
    sql: ${profit} ;;
    value_format_name: usd_0
  }

  measure: count_profit {
    hidden: yes
    label: "Movies with Known Profit"
    description: "How many movies with known profit"
    type: count
    filters: [pk1_id: "NOT NULL", profit: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: average_runtime {
    hidden: yes
    label: "Average Runtime (minutes)"
    description: "Average of runtime (minutes), over those where it is known"
    type: average
    sql: CAST(${runtime} AS DECIMAL(38, 12)) ;;
    value_format_name: decimal_0
  }

  measure: total_runtime {
    hidden: yes
    label: "Total Runtime (minutes)"
    description: "Total of runtime (minutes), over those where it is known"
    type: sum
    sql: ${runtime} ;;
    value_format_name: decimal_0
  }

  measure: median_runtime {
    hidden: yes
    label: "Median Runtime (minutes)"
    description: "Median of runtime (minutes), over those where it is known"
    type: median
    sql: ${runtime} ;;
    value_format_name: decimal_0
  }

  measure: minimum_runtime {
    hidden: yes
    label: "Minimum Runtime (minutes)"
    description: "Minimum of runtime (minutes), over those where it is known"
    type: min
    sql: ${runtime} ;;
    value_format_name: decimal_0
  }

  measure: maximum_runtime {
    hidden: yes
    label: "Maximum Runtime (minutes)"
    description: "Maximum of runtime (minutes), over those where it is known"
    type: max
    sql: ${runtime} ;;
    value_format_name: decimal_0
  }

  measure: count_runtime {
    hidden: yes
    label: "Movies with Known Runtime (minutes)"
    description: "How many movies with known runtime (minutes)"
    type: count
    filters: [pk1_id: "NOT NULL", runtime: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: median_rating {
    hidden: yes
    description: "Median of rating, over those where it is known"
    type: median
    filters: [pk1_id: "NOT NULL"]
    sql: ${rating} ;;
    value_format_name: decimal_1
  }

  measure: minimum_rating {
    hidden: yes
    description: "Minimum of rating, over those where it is known"
    type: min
    filters: [pk1_id: "NOT NULL"]
    sql: ${rating} ;;
    value_format_name: decimal_1
  }

  measure: maximum_rating {
    hidden: yes
    description: "Maximum of rating, over those where it is known"
    type: max
    filters: [pk1_id: "NOT NULL"]
    sql: ${rating} ;;
    value_format_name: decimal_1
  }

  measure: count_rating {
    hidden: yes
    label: "Movies with Known Rating"
    description: "How many movies with known rating"
    type: count
    filters: [pk1_id: "NOT NULL", rating: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: average_votes {
    hidden: yes
    description: "Average of votes, over those where it is known"
    type: average
    sql: CAST(${votes} AS DECIMAL(38, 12)) ;;
    value_format_name: decimal_0
  }

  measure: total_votes {
    hidden: yes
    description: "Total of votes, over those where it is known"
    type: sum
    sql: ${votes} ;;
    value_format_name: decimal_0
  }

  measure: median_votes {
    hidden: yes
    description: "Median of votes, over those where it is known"
    type: median
    sql: ${votes} ;;
    value_format_name: decimal_0
  }

  measure: minimum_votes {
    hidden: yes
    description: "Minimum of votes, over those where it is known"
    type: min
    sql: ${votes} ;;
    value_format_name: decimal_0
  }

  measure: maximum_votes {
    hidden: yes
    description: "Maximum of votes, over those where it is known"
    type: max
    sql: ${votes} ;;
    value_format_name: decimal_0
  }

  measure: count_votes {
    hidden: yes
    label: "Movies with Known Votes"
    description: "How many movies with known votes"
    type: count
    filters: [pk1_id: "NOT NULL", votes: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: answer {
    label_from_parameter: metric
    group_label: "Question"
    description: "The chosen metric, aggregated in the chosen way. Empty for total of rating (ratings of different films do not add up)"
    type: number
    sql:
      {% if metric._parameter_value == 'budget' %}
        {% if aggregation._parameter_value == 'average' %} ${average_budget}
        {% elsif aggregation._parameter_value == 'total' %} ${total_budget}
        {% elsif aggregation._parameter_value == 'median' %} ${median_budget}
        {% elsif aggregation._parameter_value == 'minimum' %} ${minimum_budget}
        {% elsif aggregation._parameter_value == 'maximum' %} ${maximum_budget}
        {% elsif aggregation._parameter_value == 'count' %} ${count_budget}
        {% else %} NULL
        {% endif %}
      {% elsif metric._parameter_value == 'revenue' %}
        {% if aggregation._parameter_value == 'average' %} ${average_revenue}
        {% elsif aggregation._parameter_value == 'total' %} ${total_revenue}
        {% elsif aggregation._parameter_value == 'median' %} ${median_revenue}
        {% elsif aggregation._parameter_value == 'minimum' %} ${minimum_revenue}
        {% elsif aggregation._parameter_value == 'maximum' %} ${maximum_revenue}
        {% elsif aggregation._parameter_value == 'count' %} ${count_revenue}
        {% else %} NULL
        {% endif %}
      {% elsif metric._parameter_value == 'profit' %}
        {% if aggregation._parameter_value == 'average' %} ${average_profit}
        {% elsif aggregation._parameter_value == 'total' %} ${total_profit}
        {% elsif aggregation._parameter_value == 'median' %} ${median_profit}
        {% elsif aggregation._parameter_value == 'minimum' %} ${minimum_profit}
        {% elsif aggregation._parameter_value == 'maximum' %} ${maximum_profit}
        {% elsif aggregation._parameter_value == 'count' %} ${count_profit}
        {% else %} NULL
        {% endif %}
      {% elsif metric._parameter_value == 'runtime' %}
        {% if aggregation._parameter_value == 'average' %} ${average_runtime}
        {% elsif aggregation._parameter_value == 'total' %} ${total_runtime}
        {% elsif aggregation._parameter_value == 'median' %} ${median_runtime}
        {% elsif aggregation._parameter_value == 'minimum' %} ${minimum_runtime}
        {% elsif aggregation._parameter_value == 'maximum' %} ${maximum_runtime}
        {% elsif aggregation._parameter_value == 'count' %} ${count_runtime}
        {% else %} NULL
        {% endif %}
      {% elsif metric._parameter_value == 'rating' %}
        {% if aggregation._parameter_value == 'average' %} ${average_rating}
        {% elsif aggregation._parameter_value == 'median' %} ${median_rating}
        {% elsif aggregation._parameter_value == 'minimum' %} ${minimum_rating}
        {% elsif aggregation._parameter_value == 'maximum' %} ${maximum_rating}
        {% elsif aggregation._parameter_value == 'count' %} ${count_rating}
        {% else %} NULL
        {% endif %}
      {% elsif metric._parameter_value == 'votes' %}
        {% if aggregation._parameter_value == 'average' %} ${average_votes}
        {% elsif aggregation._parameter_value == 'total' %} ${total_votes}
        {% elsif aggregation._parameter_value == 'median' %} ${median_votes}
        {% elsif aggregation._parameter_value == 'minimum' %} ${minimum_votes}
        {% elsif aggregation._parameter_value == 'maximum' %} ${maximum_votes}
        {% elsif aggregation._parameter_value == 'count' %} ${count_votes}
        {% else %} NULL
        {% endif %}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_2
  }

  measure: known {
    hidden: yes
    description: "How many movies have a known value of the chosen metric"
    type: number
    sql:
      {% if metric._parameter_value == 'budget' %} ${count_budget}
      {% elsif metric._parameter_value == 'revenue' %} ${count_revenue}
      {% elsif metric._parameter_value == 'profit' %} ${count_profit}
      {% elsif metric._parameter_value == 'runtime' %} ${count_runtime}
      {% elsif metric._parameter_value == 'rating' %} ${count_rating}
      {% elsif metric._parameter_value == 'votes' %} ${count_votes}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_0
  }

  set: detail {
    fields: [title, released_date, budget, revenue, rating]
  }
}
