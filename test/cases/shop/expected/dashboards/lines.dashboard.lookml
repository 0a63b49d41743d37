# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

- dashboard: lines
  title: Products
  layout: newspaper
  preferred_viewer: dashboards-next
  elements:
  - title: Answer
    name: answer
    model: shop
    explore: catalogue
    type: single_value
    fields: [products.answer]
    limit: 1
    listen:
      metric: products.metric
      aggregation: products.aggregation
    row: 0
    col: 0
    width: 16
    height: 4
  - title: With a Known Value
    name: coverage
    model: shop
    explore: catalogue
    type: single_value
    fields: [products.known, products.count]
    limit: 1
    show_comparison: true
    comparison_type: progress
    comparison_label: products
    show_comparison_label: true
    listen:
      metric: products.metric
      aggregation: products.aggregation
    row: 0
    col: 16
    width: 8
    height: 4
  - title: Products behind the Answer
    name: rows
    model: shop
    explore: catalogue
    type: looker_grid
    fields: [products.title, products.lines_each, products.maker_name]
    limit: 500
    listen:
      metric: products.metric
      aggregation: products.aggregation
    row: 4
    col: 0
    width: 24
    height: 10
  filters:
  - name: metric
    title: Metric
    type: field_filter
    default_value: lineseach
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: shop
    explore: catalogue
    listens_to_filters: []
    field: products.metric
  - name: aggregation
    title: Aggregation
    type: field_filter
    default_value: maximum
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: shop
    explore: catalogue
    listens_to_filters: []
    field: products.aggregation
