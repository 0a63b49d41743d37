# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

# One order; a {{ liquid }} and a {% tag %} and a @{CONSTANT} are just text here
view: orders {
  label: "Orders \"per day\" \\o/ #42"
  sql_table_name: @{SCHEMA}.orders ;;
  drill_fields: [detail*]

  dimension: pk1_number {
    primary_key: yes
    hidden: yes
    label: "Number"
    description: "Identifies one row of orders"
    type: number
    sql: ${TABLE}.number ;;
  }

  dimension: clerk_id {
    hidden: yes
    label: "Clerk ID"
    description: "Links orders to another table"
    type: number
    sql: ${TABLE}.clerk_id ;;
  }

  dimension: gross {
    hidden: yes
    type: number
    sql: NULLIF(${TABLE}.amount, -1) ;;
    value_format_name: eur
  }

  dimension: marked {
    hidden: yes
    sql: CASE WHEN ${status} = 'it''s "odd" \ {x}' THEN '#' ELSE ${status} END ;;
  }

  dimension: customer {
    hidden: yes
    sql: ${TABLE}.customer_id ;;
  }

  dimension: store_code {
    hidden: yes
    description: "Links orders to another table"
    sql: ${TABLE}.store_code ;;
  }

  parameter: sales_metric {
    label: "Sales: what \"sold\" & how Metric"
    group_label: "Sales: what \"sold\" & how Question"
    description: "What is measured"
    type: unquoted
    allowed_value: { label: "Net \"amount\"" value: "netamount" }
    allowed_value: { label: "Discount" value: "discount" }
    allowed_value: { label: "Gross" value: "gross" }
    default_value: "netamount"
  }

  parameter: sales_aggregation {
    label: "Sales: what \"sold\" & how Aggregation"
    group_label: "Sales: what \"sold\" & how Question"
    description: "How the metric is aggregated"
    type: unquoted
    allowed_value: { label: "Total" value: "total" }
    allowed_value: { label: "Average" value: "average" }
    allowed_value: { label: "Count" value: "count" }
    default_value: "total"
  }

  parameter: discounts_metric {
    group_label: "Discounts Question"
    description: "What is measured"
    type: unquoted
    allowed_value: { label: "Discount" value: "discount" }
    allowed_value: { label: "Off" value: "off" }
    default_value: "discount"
  }

  parameter: discounts_aggregation {
    group_label: "Discounts Question"
    description: "How the metric is aggregated"
    type: unquoted
    allowed_value: { label: "Average" value: "average" }
    allowed_value: { label: "Maximum" value: "maximum" }
    allowed_value: { label: "Count" value: "count" }
    default_value: "maximum"
  }

  filter: sales_tag {
    label: "Sales: what \"sold\" & how Tag"
    group_label: "Sales: what \"sold\" & how Question"
    description: "Keeps rows with any of the chosen values of tag"
    type: string
    suggest_explore: orders
    suggest_dimension: tags.short_name
    sql:
      EXISTS (
        SELECT 1
        FROM @{SCHEMA}.order_lines AS _order_lines
        JOIN @{SCHEMA}.products AS _products
          ON _products.sku = _order_lines.sku
        JOIN @{SCHEMA}.product_tags AS _product_tags
          ON _product_tags.sku = _products.sku
        JOIN @{SCHEMA}.tags AS _tags
          ON _tags.id = _product_tags.tag_id
        WHERE _order_lines.order_number = ${pk1_number}
          AND {% condition sales_tag %} UPPER(_tags.name) {% endcondition %}
      ) ;;
  }

  filter: sales_tag_all_of {
    label: "Sales: what \"sold\" & how Tag All Of"
    group_label: "Sales: what \"sold\" & how Question"
    description: "Keeps rows with every one of the chosen values of tag, each written in full"
    type: string
    suggest_explore: orders
    suggest_dimension: tags.short_name
    # A row is kept where as many different values are found as the filter lists. The Liquid counts
    # the listed ones: they stand between commas, other than those inside quotes and behind a ^.
    sql:
      ${pk1_number} IN (
        SELECT _order_lines.order_number
        FROM @{SCHEMA}.order_lines AS _order_lines
        JOIN @{SCHEMA}.products AS _products
          ON _products.sku = _order_lines.sku
        JOIN @{SCHEMA}.product_tags AS _product_tags
          ON _product_tags.sku = _products.sku
        JOIN @{SCHEMA}.tags AS _tags
          ON _tags.id = _product_tags.tag_id
        WHERE {% condition sales_tag_all_of %} UPPER(_tags.name) {% endcondition %}
        GROUP BY _order_lines.order_number
        HAVING COUNT(DISTINCT UPPER(_tags.name)) =
          {% assign parts = _filters['orders.sales_tag_all_of'] | replace: '^^', 'x' | replace: '\\', 'x' | replace: '\"', 'x' | replace: '^"', 'x' | replace: '^,', 'x' | split: '"' %}
          {% assign listed = '' %}
          {% for part in parts %}
            {% assign side = forloop.index | modulo: 2 %}
            {% if side == 1 %}{% assign listed = listed | append: part %}{% else %}{% assign listed = listed | append: 'x' %}{% endif %}
          {% endfor %}
          {{ listed | split: ',' | size }}
      ) ;;
  }

  filter: sales_tag_excluded {
    label: "Sales: what \"sold\" & how Tag Excluded"
    group_label: "Sales: what \"sold\" & how Question"
    description: "Drops rows with any of the chosen values of tag"
    type: string
    suggest_explore: orders
    suggest_dimension: tags.short_name
    sql:
      NOT EXISTS (
        SELECT 1
        FROM @{SCHEMA}.order_lines AS _order_lines
        JOIN @{SCHEMA}.products AS _products
          ON _products.sku = _order_lines.sku
        JOIN @{SCHEMA}.product_tags AS _product_tags
          ON _product_tags.sku = _products.sku
        JOIN @{SCHEMA}.tags AS _tags
          ON _tags.id = _product_tags.tag_id
        WHERE _order_lines.order_number = ${pk1_number}
          AND {% condition sales_tag_excluded %} UPPER(_tags.name) {% endcondition %}
      ) ;;
  }

  filter: sales_country {
    label: "Sales: what \"sold\" & how Country"
    group_label: "Sales: what \"sold\" & how Question"
    description: "Keeps rows with any of the chosen values of country"
    type: string
    suggest_explore: orders
    suggest_dimension: people.country
    sql:
      EXISTS (
        SELECT 1
        FROM @{SCHEMA}.people AS _people
        WHERE _people.id = ${customer}
          AND {% condition sales_country %} _people.country {% endcondition %}
      ) ;;
  }

  filter: sales_country_excluded {
    label: "Sales: what \"sold\" & how Country Excluded"
    group_label: "Sales: what \"sold\" & how Question"
    description: "Drops rows with any of the chosen values of country"
    type: string
    suggest_explore: orders
    suggest_dimension: people.country
    sql:
      NOT EXISTS (
        SELECT 1
        FROM @{SCHEMA}.people AS _people
        WHERE _people.id = ${customer}
          AND {% condition sales_country_excluded %} _people.country {% endcondition %}
      ) ;;
  }

  filter: sales_status {
    label: "Sales: what \"sold\" & how Status"
    group_label: "Sales: what \"sold\" & how Question"
    description: "Keeps rows with any of the chosen values of status"
    type: string
    suggest_explore: orders
    suggest_dimension: orders.status
    sql: {% condition sales_status %} ${status} {% endcondition %} ;;
  }

  filter: sales_status_excluded {
    label: "Sales: what \"sold\" & how Status Excluded"
    group_label: "Sales: what \"sold\" & how Question"
    description: "Drops rows with any of the chosen values of status"
    type: string
    suggest_explore: orders
    suggest_dimension: orders.status
    sql: CASE WHEN {% condition sales_status_excluded %} ${status} {% endcondition %} THEN 0 ELSE 1 END = 1 ;;
  }

  filter: sales_boss {
    label: "Sales: what \"sold\" & how Boss"
    group_label: "Sales: what \"sold\" & how Question"
    description: "Keeps rows with any of the chosen values of boss"
    type: string
    suggest_explore: orders
    suggest_dimension: managers.name
    sql:
      EXISTS (
        SELECT 1
        FROM @{SCHEMA}.people AS _clerks
        JOIN @{SCHEMA}.people AS _managers
          ON _managers.id = _clerks.manager_id
        WHERE _clerks.id = ${clerk_id}
          AND {% condition sales_boss %} _managers.name {% endcondition %}
      ) ;;
  }

  filter: sales_boss_excluded {
    label: "Sales: what \"sold\" & how Boss Excluded"
    group_label: "Sales: what \"sold\" & how Question"
    description: "Drops rows with any of the chosen values of boss"
    type: string
    suggest_explore: orders
    suggest_dimension: managers.name
    sql:
      NOT EXISTS (
        SELECT 1
        FROM @{SCHEMA}.people AS _clerks
        JOIN @{SCHEMA}.people AS _managers
          ON _managers.id = _clerks.manager_id
        WHERE _clerks.id = ${clerk_id}
          AND {% condition sales_boss_excluded %} _managers.name {% endcondition %}
      ) ;;
  }

  filter: discounts_country {
    group_label: "Discounts Question"
    description: "Keeps rows with any of the chosen values of country"
    type: string
    suggest_explore: orders
    suggest_dimension: people.country
    sql:
      EXISTS (
        SELECT 1
        FROM @{SCHEMA}.people AS _people
        WHERE _people.id = ${customer}
          AND {% condition discounts_country %} _people.country {% endcondition %}
      ) ;;
  }

  filter: discounts_country_excluded {
    group_label: "Discounts Question"
    description: "Drops rows with any of the chosen values of country"
    type: string
    suggest_explore: orders
    suggest_dimension: people.country
    sql:
      NOT EXISTS (
        SELECT 1
        FROM @{SCHEMA}.people AS _people
        WHERE _people.id = ${customer}
          AND {% condition discounts_country_excluded %} _people.country {% endcondition %}
      ) ;;
  }

  dimension: status {
    label: "Status: two spaces, tab"
    description: "First line second line"
    sql: ${TABLE}.status ;;
  }

  dimension: order_group {
    label: "Group \"A\" \\ \"B\" # C"
    group_label: "Kinds \"of\" orders"
    description: "Its kind"
    sql: ${TABLE}."group" ;;
  }

  dimension: gift {
    description: "Ob es ein Geschenk ist – 贈り物 🎁"
    type: yesno
    sql: ${TABLE}.gift ;;
  }

  dimension: discount {
    description: "Taken off the price"
    type: number
    sql: ${TABLE}.discount ;;
    value_format_name: eur
  }

  dimension: net_amount {
    description: "What the customer pays"
    type: number
    sql:
      CASE
        WHEN ${gift} THEN 0
        ELSE ${gross} - COALESCE(${discount}, 0)
      END ;;
    value_format_name: eur
  }

  dimension: days_open {
    description: "Days from order to due"
    type: number
    sql: ${due_raw} - CAST(${TABLE}.placed_at AS DATE) ;;
  }

  dimension: is_late {
    description: "Due before it was placed"
    type: yesno
    sql: ${due_raw} < CAST(${placed_raw} AS DATE) ;;
  }

  dimension_group: placed {
    description: "When the order came in"
    type: time
    timeframes: [raw, date, month, quarter, year]
    datatype: timestamp
    convert_tz: no
    sql: ${TABLE}.placed_at ;;
  }

  dimension_group: due {
    description: "When it should arrive"
    type: time
    timeframes: [raw, date, week]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.due ;;
  }

  measure: orders {
    description: "How many orders"
    type: count
    filters: [pk1_number: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: late_orders {
    description: "How many are late"
    type: count
    filters: [pk1_number: "NOT NULL", is_late: "Yes", status: "-\"void, really\",-NULL"]
    value_format_name: decimal_0
  }

  measure: customers {
    description: "How many customers ordered"
    type: count_distinct
    sql: ${customer} ;;
    value_format_name: decimal_0
  }

  measure: total_net {
    description: "All that customers pay"
    type: sum
    filters: [pk1_number: "NOT NULL"]
    sql: ${net_amount} ;;
    value_format_name: eur
  }

  measure: average_net_amount {
    hidden: yes
    description: "Average of net amount, over those where it is known"
    type: average
    filters: [pk1_number: "NOT NULL"]
    sql: CAST(${net_amount} AS DECIMAL(38, 12)) ;;
    value_format_name: eur
  }

  measure: count_net_amount {
    hidden: yes
    label: "Orders with Known Net Amount"
    description: "How many orders with known net amount"
    type: count
    filters: [pk1_number: "NOT NULL", net_amount: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: average_discount {
    hidden: yes
    description: "Average of discount, over those where it is known"
    type: average
    sql: CAST(${discount} AS DECIMAL(38, 12)) ;;
    value_format_name: eur
  }

  measure: count_discount {
    hidden: yes
    label: "Orders with Known Discount"
    description: "How many orders with known discount"
    type: count
    filters: [pk1_number: "NOT NULL", discount: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: total_gross {
    hidden: yes
    description: "Total of gross, over those where it is known"
    type: sum
    sql: ${gross} ;;
    value_format_name: eur
  }

  measure: average_gross {
    hidden: yes
    description: "Average of gross, over those where it is known"
    type: average
    sql: CAST(${gross} AS DECIMAL(38, 12)) ;;
    value_format_name: eur
  }

  measure: count_gross {
    hidden: yes
    label: "Orders with Known Gross"
    description: "How many orders with known gross"
    type: count
    filters: [pk1_number: "NOT NULL", gross: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: maximum_discount {
    hidden: yes
    description: "Maximum of discount, over those where it is known"
    type: max
    sql: ${discount} ;;
    value_format_name: eur
  }

  measure: sales_answer {
    label: "Sales: what \"sold\" & how Answer"
    label_from_parameter: sales_metric
    group_label: "Sales: what \"sold\" & how Question"
    description: "The chosen metric, aggregated in the chosen way. Empty for total of discount (a \"total\" discount means nothing)"
    type: number
    sql:
      {% if sales_metric._parameter_value == 'netamount' %}
        {% if sales_aggregation._parameter_value == 'total' %} ${total_net}
        {% elsif sales_aggregation._parameter_value == 'average' %} ${average_net_amount}
        {% elsif sales_aggregation._parameter_value == 'count' %} ${count_net_amount}
        {% else %} NULL
        {% endif %}
      {% elsif sales_metric._parameter_value == 'discount' %}
        {% if sales_aggregation._parameter_value == 'average' %} ${average_discount}
        {% elsif sales_aggregation._parameter_value == 'count' %} ${count_discount}
        {% else %} NULL
        {% endif %}
      {% elsif sales_metric._parameter_value == 'gross' %}
        {% if sales_aggregation._parameter_value == 'total' %} ${total_gross}
        {% elsif sales_aggregation._parameter_value == 'average' %} ${average_gross}
        {% elsif sales_aggregation._parameter_value == 'count' %} ${count_gross}
        {% else %} NULL
        {% endif %}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_2
  }

  measure: sales_known {
    hidden: yes
    label: "Sales: what \"sold\" & how Known"
    description: "How many orders have a known value of the chosen metric"
    type: number
    sql:
      {% if sales_metric._parameter_value == 'netamount' %} ${count_net_amount}
      {% elsif sales_metric._parameter_value == 'discount' %} ${count_discount}
      {% elsif sales_metric._parameter_value == 'gross' %} ${count_gross}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_0
  }

  measure: discounts_answer {
    label_from_parameter: discounts_metric
    group_label: "Discounts Question"
    description: "The chosen metric, aggregated in the chosen way"
    type: number
    sql:
      {% if discounts_metric._parameter_value == 'discount' %}
        {% if discounts_aggregation._parameter_value == 'average' %} ${average_discount}
        {% elsif discounts_aggregation._parameter_value == 'maximum' %} ${maximum_discount}
        {% elsif discounts_aggregation._parameter_value == 'count' %} ${count_discount}
        {% else %} NULL
        {% endif %}
      {% elsif discounts_metric._parameter_value == 'off' %}
        {% if discounts_aggregation._parameter_value == 'average' %} ${average_discount}
        {% elsif discounts_aggregation._parameter_value == 'maximum' %} ${maximum_discount}
        {% elsif discounts_aggregation._parameter_value == 'count' %} ${count_discount}
        {% else %} NULL
        {% endif %}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_2
  }

  measure: discounts_known {
    hidden: yes
    description: "How many orders have a known value of the chosen metric"
    type: number
    sql:
      {% if discounts_metric._parameter_value == 'discount' %} ${count_discount}
      {% elsif discounts_metric._parameter_value == 'off' %} ${count_discount}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_0
  }

  set: detail {
    fields: [order_group, placed_date, net_amount, orders]
  }
}
