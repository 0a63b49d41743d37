# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: books {
  sql_table_name: @{SCHEMA}.books ;;
  drill_fields: [detail*]

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of books"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: branch_code {
    hidden: yes
    description: "Links books to another table"
    sql: ${TABLE}.branch_code ;;
  }

  parameter: metric {
    group_label: "Question"
    description: "What is measured"
    required_access_grants: [bookkeeping]
    type: unquoted
    allowed_value: { label: "Price" value: "price" }
    allowed_value: { label: "Pages" value: "pages" }
    default_value: "price"
  }

  parameter: aggregation {
    group_label: "Question"
    description: "How the metric is aggregated"
    required_access_grants: [bookkeeping]
    type: unquoted
    allowed_value: { label: "Total" value: "total" }
    allowed_value: { label: "Average" value: "average" }
    default_value: "total"
  }

  filter: subject {
    group_label: "Question"
    description: "Keeps rows with any of the chosen values of subject"
    required_access_grants: [staff]
    type: string
    suggest_explore: books
    suggest_dimension: subjects.name
    sql:
      EXISTS (
        SELECT 1
        FROM @{SCHEMA}.book_subjects AS _book_subjects
        JOIN @{SCHEMA}.subjects AS _subjects
          ON _subjects.id = _book_subjects.subject_id
        WHERE _book_subjects.book_id = ${pk1_id}
          AND {% condition subject %} _subjects.name {% endcondition %}
      ) ;;
  }

  filter: subject_all_of {
    group_label: "Question"
    description: "Keeps rows with every one of the chosen values of subject, each written in full"
    required_access_grants: [staff]
    type: string
    suggest_explore: books
    suggest_dimension: subjects.name
    # A row is kept where as many different values are found as the filter lists. The Liquid counts
    # the listed ones: they stand between commas, other than those inside quotes and behind a ^.
    sql:
      ${pk1_id} IN (
        SELECT _book_subjects.book_id
        FROM @{SCHEMA}.book_subjects AS _book_subjects
        JOIN @{SCHEMA}.subjects AS _subjects
          ON _subjects.id = _book_subjects.subject_id
        WHERE {% condition subject_all_of %} _subjects.name {% endcondition %}
        GROUP BY _book_subjects.book_id
        HAVING COUNT(DISTINCT _subjects.name) =
          {% assign parts = _filters['books.subject_all_of'] | replace: '^^', 'x' | replace: '\\', 'x' | replace: '\"', 'x' | replace: '^"', 'x' | replace: '^,', 'x' | split: '"' %}
          {% assign listed = '' %}
          {% for part in parts %}
            {% assign side = forloop.index | modulo: 2 %}
            {% if side == 1 %}{% assign listed = listed | append: part %}{% else %}{% assign listed = listed | append: 'x' %}{% endif %}
          {% endfor %}
          {{ listed | split: ',' | size }}
      ) ;;
  }

  filter: subject_excluded {
    group_label: "Question"
    description: "Drops rows with any of the chosen values of subject"
    required_access_grants: [staff]
    type: string
    suggest_explore: books
    suggest_dimension: subjects.name
    sql:
      NOT EXISTS (
        SELECT 1
        FROM @{SCHEMA}.book_subjects AS _book_subjects
        JOIN @{SCHEMA}.subjects AS _subjects
          ON _subjects.id = _book_subjects.subject_id
        WHERE _book_subjects.book_id = ${pk1_id}
          AND {% condition subject_excluded %} _subjects.name {% endcondition %}
      ) ;;
  }

  filter: title_chosen {
    label: "Title"
    group_label: "Question"
    description: "Keeps rows with any of the chosen values of title"
    type: string
    suggest_explore: books
    suggest_dimension: books.title
    sql: {% condition title_chosen %} ${title} {% endcondition %} ;;
  }

  filter: title_excluded {
    group_label: "Question"
    description: "Drops rows with any of the chosen values of title"
    type: string
    suggest_explore: books
    suggest_dimension: books.title
    sql: CASE WHEN {% condition title_excluded %} ${title} {% endcondition %} THEN 0 ELSE 1 END = 1 ;;
  }

  dimension: title {
    sql: ${TABLE}.title ;;
  }

  dimension: price {
    required_access_grants: [bookkeeping]
    type: number
    sql: ${TABLE}.price ;;
    value_format_name: eur
  }

  dimension: pages {
    type: number
    sql: LENGTH(${title}) ;;
  }

  dimension: lost {
    type: yesno
    sql: ${TABLE}.lost ;;
  }

  dimension_group: bought {
    required_access_grants: [staff]
    type: time
    timeframes: [raw, date, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.bought ;;
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: total_price {
    required_access_grants: [bookkeeping]
    type: sum
    sql: ${price} ;;
    value_format_name: eur
  }

  measure: average_price {
    hidden: yes
    description: "Average of price, over those where it is known"
    required_access_grants: [bookkeeping]
    type: average
    sql: CAST(${price} AS DECIMAL(38, 12)) ;;
    value_format_name: eur
  }

  measure: total_pages {
    hidden: yes
    description: "Total of pages, over those where it is known"
    type: sum
    filters: [pk1_id: "NOT NULL"]
    sql: ${pages} ;;
  }

  measure: average_pages {
    hidden: yes
    description: "Average of pages, over those where it is known"
    type: average
    filters: [pk1_id: "NOT NULL"]
    sql: CAST(${pages} AS DECIMAL(38, 12)) ;;
  }

  measure: known_price {
    hidden: yes
    label: "Books with Known Price"
    description: "How many books with known price"
    required_access_grants: [bookkeeping]
    type: count
    filters: [pk1_id: "NOT NULL", price: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: known_pages {
    hidden: yes
    label: "Books with Known Pages"
    description: "How many books with known pages"
    type: count
    filters: [pk1_id: "NOT NULL", pages: "NOT NULL"]
    value_format_name: decimal_0
  }

  measure: answer {
    label_from_parameter: metric
    group_label: "Question"
    description: "The chosen metric, aggregated in the chosen way"
    required_access_grants: [bookkeeping]
    type: number
    sql:
      {% if metric._parameter_value == 'price' %}
        {% if aggregation._parameter_value == 'total' %} ${total_price}
        {% elsif aggregation._parameter_value == 'average' %} ${average_price}
        {% else %} NULL
        {% endif %}
      {% elsif metric._parameter_value == 'pages' %}
        {% if aggregation._parameter_value == 'total' %} ${total_pages}
        {% elsif aggregation._parameter_value == 'average' %} ${average_pages}
        {% else %} NULL
        {% endif %}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_2
  }

  measure: known {
    hidden: yes
    description: "How many books have a known value of the chosen metric"
    required_access_grants: [bookkeeping]
    type: number
    sql:
      {% if metric._parameter_value == 'price' %} ${known_price}
      {% elsif metric._parameter_value == 'pages' %} ${known_pages}
      {% else %} NULL
      {% endif %} ;;
    value_format_name: decimal_0
  }

  set: detail {
    fields: [title, bought_date, price, pages, lost]
  }
}
