# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

- dashboard: people
  title: People
  layout: newspaper
  preferred_viewer: dashboards-next
  elements:
  - title: Answer
    name: answer
    model: post
    explore: people
    type: single_value
    fields: [people.answer]
    limit: 1
    listen:
      stage: people.stage
      price_step: people.price_step
      weekend: people.weekend
      metric: people.metric
      aggregation: people.aggregation
      stage_all_of: people.stage_all_of
      stage_excluded: people.stage_excluded
      price_step_all_of: people.price_step_all_of
      price_step_excluded: people.price_step_excluded
      weekend_all_of: people.weekend_all_of
      weekend_excluded: people.weekend_excluded
    row: 0
    col: 0
    width: 6
    height: 4
  - title: With a Known Value
    name: coverage
    model: post
    explore: people
    type: single_value
    fields: [people.known, people.count]
    limit: 1
    show_comparison: true
    comparison_type: progress
    comparison_label: people
    show_comparison_label: true
    listen:
      stage: people.stage
      price_step: people.price_step
      weekend: people.weekend
      metric: people.metric
      aggregation: people.aggregation
      stage_all_of: people.stage_all_of
      stage_excluded: people.stage_excluded
      price_step_all_of: people.price_step_all_of
      price_step_excluded: people.price_step_excluded
      weekend_all_of: people.weekend_all_of
      weekend_excluded: people.weekend_excluded
    row: 4
    col: 0
    width: 6
    height: 4
  - title: Answer by Price Step
    name: chart
    model: post
    explore: people
    type: looker_bar
    fields: [parcels.price_step, people.answer]
    filters:
      people.answer: NOT NULL
    sorts: [people.answer desc]
    limit: 15
    listen:
      stage: people.stage
      price_step: people.price_step
      weekend: people.weekend
      metric: people.metric
      aggregation: people.aggregation
      stage_all_of: people.stage_all_of
      stage_excluded: people.stage_excluded
      price_step_all_of: people.price_step_all_of
      price_step_excluded: people.price_step_excluded
      weekend_all_of: people.weekend_all_of
      weekend_excluded: people.weekend_excluded
    row: 0
    col: 6
    width: 18
    height: 8
  - title: Answer and Count by Price Step
    name: table
    model: post
    explore: people
    type: looker_grid
    fields: [parcels.price_step, people.answer, people.count]
    sorts: [people.answer desc]
    limit: 500
    listen:
      stage: people.stage
      price_step: people.price_step
      weekend: people.weekend
      metric: people.metric
      aggregation: people.aggregation
      stage_all_of: people.stage_all_of
      stage_excluded: people.stage_excluded
      price_step_all_of: people.price_step_all_of
      price_step_excluded: people.price_step_excluded
      weekend_all_of: people.weekend_all_of
      weekend_excluded: people.weekend_excluded
    row: 8
    col: 0
    width: 24
    height: 8
  - title: People behind the Answer
    name: rows
    model: post
    explore: people
    type: looker_grid
    fields: [people.name, people.rank, people.born_date]
    limit: 500
    listen:
      stage: people.stage
      price_step: people.price_step
      weekend: people.weekend
      metric: people.metric
      aggregation: people.aggregation
      stage_all_of: people.stage_all_of
      stage_excluded: people.stage_excluded
      price_step_all_of: people.price_step_all_of
      price_step_excluded: people.price_step_excluded
      weekend_all_of: people.weekend_all_of
      weekend_excluded: people.weekend_excluded
    row: 16
    col: 0
    width: 24
    height: 10
  filters:
  - name: stage
    title: Stage
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: popover
    model: post
    explore: people
    listens_to_filters: []
    field: people.stage
  - name: price_step
    title: Price Step
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: popover
    model: post
    explore: people
    listens_to_filters: []
    field: people.price_step
  - name: weekend
    title: Weekend
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: popover
    model: post
    explore: people
    listens_to_filters: []
    field: people.weekend
  - name: metric
    title: Metric
    type: field_filter
    default_value: rank
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: post
    explore: people
    listens_to_filters: []
    field: people.metric
  - name: aggregation
    title: Aggregation
    type: field_filter
    default_value: total
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: post
    explore: people
    listens_to_filters: []
    field: people.aggregation
  - name: stage_all_of
    title: Stage All Of
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: post
    explore: people
    listens_to_filters: []
    field: people.stage_all_of
  - name: stage_excluded
    title: Stage Excluded
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: post
    explore: people
    listens_to_filters: []
    field: people.stage_excluded
  - name: price_step_all_of
    title: Price Step All Of
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: post
    explore: people
    listens_to_filters: []
    field: people.price_step_all_of
  - name: price_step_excluded
    title: Price Step Excluded
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: post
    explore: people
    listens_to_filters: []
    field: people.price_step_excluded
  - name: weekend_all_of
    title: Weekend All Of
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: post
    explore: people
    listens_to_filters: []
    field: people.weekend_all_of
  - name: weekend_excluded
    title: Weekend Excluded
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: post
    explore: people
    listens_to_filters: []
    field: people.weekend_excluded
