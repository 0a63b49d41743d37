# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

- dashboard: discounts
  title: Discounts
  layout: newspaper
  preferred_viewer: dashboards-next
  description: "One order; a {{ liquid }} and a {% tag %} and a @{CONSTANT} are just text here"
  elements:
  - title: Answer
    name: answer
    model: shop
    explore: orders
    type: single_value
    fields: [orders.discounts_answer]
    limit: 1
    listen:
      discounts_country: orders.discounts_country
      discounts_metric: orders.discounts_metric
      discounts_aggregation: orders.discounts_aggregation
      discounts_country_excluded: orders.discounts_country_excluded
    row: 0
    col: 0
    width: 16
    height: 4
  - title: With a Known Value
    name: coverage
    model: shop
    explore: orders
    type: single_value
    fields: [orders.discounts_known, orders.orders]
    limit: 1
    show_comparison: true
    comparison_type: progress
    comparison_label: orders
    show_comparison_label: true
    listen:
      discounts_country: orders.discounts_country
      discounts_metric: orders.discounts_metric
      discounts_aggregation: orders.discounts_aggregation
      discounts_country_excluded: orders.discounts_country_excluded
    row: 0
    col: 16
    width: 8
    height: 4
  - title: Orders behind the Answer
    name: rows
    model: shop
    explore: orders
    type: looker_grid
    fields: [orders.order_group, orders.placed_date, orders.net_amount, orders.orders]
    limit: 500
    listen:
      discounts_country: orders.discounts_country
      discounts_metric: orders.discounts_metric
      discounts_aggregation: orders.discounts_aggregation
      discounts_country_excluded: orders.discounts_country_excluded
    row: 4
    col: 0
    width: 24
    height: 10
  filters:
  - name: discounts_country
    title: Country
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: popover
    model: shop
    explore: orders
    listens_to_filters: []
    field: orders.discounts_country
  - name: discounts_metric
    title: Discounts Metric
    type: field_filter
    default_value: discount
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: shop
    explore: orders
    listens_to_filters: []
    field: orders.discounts_metric
  - name: discounts_aggregation
    title: Discounts Aggregation
    type: field_filter
    default_value: maximum
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: shop
    explore: orders
    listens_to_filters: []
    field: orders.discounts_aggregation
  - name: discounts_country_excluded
    title: Country Excluded
    type: field_filter
    default_value: ""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: overflow
    model: shop
    explore: orders
    listens_to_filters: []
    field: orders.discounts_country_excluded
