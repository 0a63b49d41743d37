# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

- dashboard: orders
  title: Orders
  layout: newspaper
  preferred_viewer: dashboards-next
  elements:
  - title: Answer
    name: answer
    model: shop
    explore: orders
    type: single_value
    fields: [orders.answer]
    limit: 1
    listen:
      metric: orders.metric
      aggregation: orders.aggregation
    row: 0
    col: 0
    width: 16
    height: 4
  - title: With a Known Value
    name: coverage
    model: shop
    explore: orders
    type: single_value
    fields: [orders.known_2, orders.count]
    limit: 1
    show_comparison: true
    comparison_type: progress
    comparison_label: orders
    show_comparison_label: true
    listen:
      metric: orders.metric
      aggregation: orders.aggregation
    row: 0
    col: 16
    width: 8
    height: 4
  - title: Orders behind the Answer
    name: rows
    model: shop
    explore: orders
    type: looker_grid
    fields: [orders.country, orders.amount, orders.weight, orders.known]
    limit: 500
    listen:
      metric: orders.metric
      aggregation: orders.aggregation
    row: 4
    col: 0
    width: 24
    height: 10
  filters:
  - name: metric
    title: Metric
    type: field_filter
    default_value: amount
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: shop
    explore: orders
    listens_to_filters: []
    field: orders.metric
  - name: aggregation
    title: Aggregation
    type: field_filter
    default_value: total
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: shop
    explore: orders
    listens_to_filters: []
    field: orders.aggregation
