# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

- dashboard: books
  title: Books
  layout: newspaper
  preferred_viewer: dashboards-next
  elements:
  - title: Answer
    name: answer
    model: library
    explore: books
    type: single_value
    fields: [books.answer]
    limit: 1
    listen:
      subject: books.subject
      title_chosen: books.title_chosen
      metric: books.metric
      aggregation: books.aggregation
      subject_all_of: books.subject_all_of
      subject_excluded: books.subject_excluded
      title_excluded: books.title_excluded
    row: 0
    col: 0
    width: 6
    height: 4
  - title: With a Known Value
    name: coverage
    model: library
    explore: books
    type: single_value
    fields: [books.known, books.count]
    limit: 1
    show_comparison: true
    comparison_type: progress
    comparison_label: books
    show_comparison_label: true
    listen:
      subject: books.subject
      title_chosen: books.title_chosen
      metric: books.metric
      aggregation: books.aggregation
      subject_all_of: books.subject_all_of
      subject_excluded: books.subject_excluded
      title_excluded: books.title_excluded
    row: 4
    col: 0
    width: 6
    height: 4
  - title: Answer by Subject
    name: chart
    model: library
    explore: books
    type: looker_bar
    fields: [subjects.name, books.answer]
    filters:
      books.answer: NOT NULL
    sorts: [books.answer desc]
    limit: 15
    listen:
      subject: books.subject
      title_chosen: books.title_chosen
      metric: books.metric
      aggregation: books.aggregation
      subject_all_of: books.subject_all_of
      subject_excluded: books.subject_excluded
      title_excluded: books.title_excluded
    row: 0
    col: 6
    width: 18
    height: 8
  - title: Answer and Count by Subject
    name: table
    model: library
    explore: books
    type: looker_grid
    fields: [subjects.name, books.answer, books.count]
    sorts: [books.answer desc]
    limit: 500
    listen:
      subject: books.subject
      title_chosen: books.title_chosen
      metric: books.metric
      aggregation: books.aggregation
      subject_all_of: books.subject_all_of
      subject_excluded: books.subject_excluded
      title_excluded: books.title_excluded
    row: 8
    col: 0
    width: 24
    height: 8
  - title: Books behind the Answer
    name: rows
    model: library
    explore: books
    type: looker_grid
    fields: [books.title, books.bought_date, books.price, books.pages, books.lost]
    limit: 500
    listen:
      subject: books.subject
      title_chosen: books.title_chosen
      metric: books.metric
      aggregation: books.aggregation
      subject_all_of: books.subject_all_of
      subject_excluded: books.subject_excluded
      title_excluded: books.title_excluded
    row: 16
    col: 0
    width: 24
    height: 10
  filters:
  - name: subject
    title: Subject
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: popover
    model: library
    explore: books
    listens_to_filters: []
    field: books.subject
  - name: title_chosen
    title: Title
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: popover
    model: library
    explore: books
    listens_to_filters: []
    field: books.title_chosen
  - name: metric
    title: Metric
    type: field_filter
    default_value: price
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: library
    explore: books
    listens_to_filters: []
    field: books.metric
  - name: aggregation
    title: Aggregation
    type: field_filter
    default_value: total
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: library
    explore: books
    listens_to_filters: []
    field: books.aggregation
  - name: subject_all_of
    title: Subject All Of
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: library
    explore: books
    listens_to_filters: []
    field: books.subject_all_of
  - name: subject_excluded
    title: Subject Excluded
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: library
    explore: books
    listens_to_filters: []
    field: books.subject_excluded
  - name: title_excluded
    title: Title Excluded
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: library
    explore: books
    listens_to_filters: []
    field: books.title_excluded
