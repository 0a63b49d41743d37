# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

- dashboard: movies
  title: Movies
  layout: newspaper
  preferred_viewer: dashboards-next
  description: "Films with what they cost and earned, their genres and the companies that made them"
  elements:
  - title: Answer
    name: answer
    model: movies
    explore: movies
    type: single_value
    fields: [movies.answer]
    limit: 1
    listen:
      genre: movies.genre
      production_company: movies.production_company
      metric: movies.metric
      aggregation: movies.aggregation
      genre_all_of: movies.genre_all_of
      genre_excluded: movies.genre_excluded
      production_company_all_of: movies.production_company_all_of
      production_company_excluded: movies.production_company_excluded
    row: 0
    col: 0
    width: 6
    height: 4
  - title: With a Known Value
    name: coverage
    model: movies
    explore: movies
    type: single_value
    fields: [movies.known, movies.count]
    limit: 1
    show_comparison: true
    comparison_type: progress
    comparison_label: movies
    show_comparison_label: true
    listen:
      genre: movies.genre
      production_company: movies.production_company
      metric: movies.metric
      aggregation: movies.aggregation
      genre_all_of: movies.genre_all_of
      genre_excluded: movies.genre_excluded
      production_company_all_of: movies.production_company_all_of
      production_company_excluded: movies.production_company_excluded
    row: 4
    col: 0
    width: 6
    height: 4
  - title: Answer by Genre
    name: chart
    model: movies
    explore: movies
    type: looker_bar
    fields: [genres.name, movies.answer]
    filters:
      movies.answer: NOT NULL
    sorts: [movies.answer desc]
    limit: 15
    listen:
      genre: movies.genre
      production_company: movies.production_company
      metric: movies.metric
      aggregation: movies.aggregation
      genre_all_of: movies.genre_all_of
      genre_excluded: movies.genre_excluded
      production_company_all_of: movies.production_company_all_of
      production_company_excluded: movies.production_company_excluded
    row: 0
    col: 6
    width: 18
    height: 8
  - title: Answer and Movies by Genre
    name: table
    model: movies
    explore: movies
    type: looker_grid
    fields: [genres.name, movies.answer, movies.count]
    sorts: [movies.answer desc]
    limit: 500
    listen:
      genre: movies.genre
      production_company: movies.production_company
      metric: movies.metric
      aggregation: movies.aggregation
      genre_all_of: movies.genre_all_of
      genre_excluded: movies.genre_excluded
      production_company_all_of: movies.production_company_all_of
      production_company_excluded: movies.production_company_excluded
    row: 8
    col: 0
    width: 24
    height: 8
  - title: Movies behind the Answer
    name: rows
    model: movies
    explore: movies
    type: looker_grid
    fields: [movies.title, movies.released_date, movies.budget, movies.revenue, movies.rating]
    limit: 500
    listen:
      genre: movies.genre
      production_company: movies.production_company
      metric: movies.metric
      aggregation: movies.aggregation
      genre_all_of: movies.genre_all_of
      genre_excluded: movies.genre_excluded
      production_company_all_of: movies.production_company_all_of
      production_company_excluded: movies.production_company_excluded
    row: 16
    col: 0
    width: 24
    height: 10
  filters:
  - name: genre
    title: Genre
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: popover
    model: movies
    explore: movies
    listens_to_filters: []
    field: movies.genre
  - name: production_company
    title: Production Company
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: popover
    model: movies
    explore: movies
    listens_to_filters: []
    field: movies.production_company
  - name: metric
    title: Metric
    type: field_filter
    default_value: budget
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: movies
    explore: movies
    listens_to_filters: []
    field: movies.metric
  - name: aggregation
    title: Aggregation
    type: field_filter
    default_value: average
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: movies
    explore: movies
    listens_to_filters: []
    field: movies.aggregation
  - name: genre_all_of
    title: Genre All Of
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: movies
    explore: movies
    listens_to_filters: []
    field: movies.genre_all_of
  - name: genre_excluded
    title: Genre Excluded
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: movies
    explore: movies
    listens_to_filters: []
    field: movies.genre_excluded
  - name: production_company_all_of
    title: Production Company All Of
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: movies
    explore: movies
    listens_to_filters: []
    field: movies.production_company_all_of
  - name: production_company_excluded
    title: Production Company Excluded
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: movies
    explore: movies
    listens_to_filters: []
    field: movies.production_company_excluded
