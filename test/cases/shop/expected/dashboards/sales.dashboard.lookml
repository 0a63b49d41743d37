# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

- dashboard: sales
  title: "Sales: what \"sold\" & how"
  layout: newspaper
  preferred_viewer: dashboards-next
  description: "One order; a {{ liquid }} and a {% tag %} and a @{CONSTANT} are just text here"
  elements:
  - title: Answer
    name: answer
    model: shop
    explore: orders
    type: single_value
    fields: [orders.sales_answer]
    limit: 1
    listen:
      sales_tag: orders.sales_tag
      sales_country: orders.sales_country
      sales_status: orders.sales_status
      sales_boss: orders.sales_boss
      sales_metric: orders.sales_metric
      sales_aggregation: orders.sales_aggregation
      sales_tag_all_of: orders.sales_tag_all_of
      sales_tag_excluded: orders.sales_tag_excluded
      sales_country_excluded: orders.sales_country_excluded
      sales_status_excluded: orders.sales_status_excluded
      sales_boss_excluded: orders.sales_boss_excluded
    row: 0
    col: 0
    width: 6
    height: 4
  - title: With a Known Value
    name: coverage
    model: shop
    explore: orders
    type: single_value
    fields: [orders.sales_known, orders.orders]
    limit: 1
    show_comparison: true
    comparison_type: progress
    comparison_label: orders
    show_comparison_label: true
    listen:
      sales_tag: orders.sales_tag
      sales_country: orders.sales_country
      sales_status: orders.sales_status
      sales_boss: orders.sales_boss
      sales_metric: orders.sales_metric
      sales_aggregation: orders.sales_aggregation
      sales_tag_all_of: orders.sales_tag_all_of
      sales_tag_excluded: orders.sales_tag_excluded
      sales_country_excluded: orders.sales_country_excluded
      sales_status_excluded: orders.sales_status_excluded
      sales_boss_excluded: orders.sales_boss_excluded
    row: 4
    col: 0
    width: 6
    height: 4
  - title: Answer by Placed Month
    name: chart
    model: shop
    explore: orders
    type: looker_line
    fields: [orders.placed_month, orders.sales_answer]
    filters:
      orders.sales_answer: NOT NULL
    sorts: [orders.placed_month]
    limit: 500
    listen:
      sales_tag: orders.sales_tag
      sales_country: orders.sales_country
      sales_status: orders.sales_status
      sales_boss: orders.sales_boss
      sales_metric: orders.sales_metric
      sales_aggregation: orders.sales_aggregation
      sales_tag_all_of: orders.sales_tag_all_of
      sales_tag_excluded: orders.sales_tag_excluded
      sales_country_excluded: orders.sales_country_excluded
      sales_status_excluded: orders.sales_status_excluded
      sales_boss_excluded: orders.sales_boss_excluded
    row: 0
    col: 6
    width: 18
    height: 8
  - title: Answer and Orders by Placed Month
    name: table
    model: shop
    explore: orders
    type: looker_grid
    fields: [orders.placed_month, orders.sales_answer, orders.orders]
    sorts: [orders.placed_month]
    limit: 500
    listen:
      sales_tag: orders.sales_tag
      sales_country: orders.sales_country
      sales_status: orders.sales_status
      sales_boss: orders.sales_boss
      sales_metric: orders.sales_metric
      sales_aggregation: orders.sales_aggregation
      sales_tag_all_of: orders.sales_tag_all_of
      sales_tag_excluded: orders.sales_tag_excluded
      sales_country_excluded: orders.sales_country_excluded
      sales_status_excluded: orders.sales_status_excluded
      sales_boss_excluded: orders.sales_boss_excluded
    row: 8
    col: 0
    width: 24
    height: 8
  - title: Orders behind the Answer
    name: rows
    model: shop
    explore: orders
    type: looker_grid
    fields: [orders.order_group, orders.placed_date, orders.net_amount, orders.orders]
    limit: 500
    listen:
      sales_tag: orders.sales_tag
      sales_country: orders.sales_country
      sales_status: orders.sales_status
      sales_boss: orders.sales_boss
      sales_metric: orders.sales_metric
      sales_aggregation: orders.sales_aggregation
      sales_tag_all_of: orders.sales_tag_all_of
      sales_tag_excluded: orders.sales_tag_excluded
      sales_country_excluded: orders.sales_country_excluded
      sales_status_excluded: orders.sales_status_excluded
      sales_boss_excluded: orders.sales_boss_excluded
    row: 16
    col: 0
    width: 24
    height: 10
  filters:
  - name: sales_tag
    title: Tag
    type: field_filter
    default_value: "50^% off,a^,b,x^_y,^-z,say ^\"hi^\""
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: popover
    model: shop
    explore: orders
    listens_to_filters: []
    field: orders.sales_tag
  - name: sales_country
    title: Country
    type: field_filter
    default_value: Chile
    allow_multiple_values: true
    required: false
    ui_config:
      type: tag_list
      display: popover
    model: shop
    explore: orders
    listens_to_filters: []
    field: orders.sales_country
  - name: sales_status
    title: Status
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
    field: orders.sales_status
  - name: sales_boss
    title: Boss
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
    field: orders.sales_boss
  - name: sales_metric
    title: "Sales: what \"sold\" & how Metric"
    type: field_filter
    default_value: netamount
    allow_multiple_values: false
    required: true
    ui_config:
      type: dropdown_menu
      display: inline
    model: shop
    explore: orders
    listens_to_filters: []
    field: orders.sales_metric
  - name: sales_aggregation
    title: "Sales: what \"sold\" & how Aggregation"
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
    field: orders.sales_aggregation
  - name: sales_tag_all_of
    title: Tag All Of
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
    field: orders.sales_tag_all_of
  - name: sales_tag_excluded
    title: Tag Excluded
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
    field: orders.sales_tag_excluded
  - name: sales_country_excluded
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
    field: orders.sales_country_excluded
  - name: sales_status_excluded
    title: Status Excluded
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
    field: orders.sales_status_excluded
  - name: sales_boss_excluded
    title: Boss Excluded
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
    field: orders.sales_boss_excluded
