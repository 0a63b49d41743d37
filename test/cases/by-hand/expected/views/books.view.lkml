# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: books {
  sql_table_name: @{SCHEMA}.books ;;
  drill_fields: [detail*]

  fields_hidden_by_default: no
  set: short {
    fields: [title, pages]
  }

  dimension: pk1_id {
    primary_key: yes
    hidden: yes
    label: "ID"
    description: "Identifies one row of books"
    type: number
    sql: ${TABLE}.id ;;
  }

  dimension: shelf_rank {
    hidden: yes
    type: number
    sql: ${TABLE}.shelf_rank ;;
  }

  parameter: currency {
    type: string
    allowed_value: { label: "Euro" value: "eur" }
    default_value: "eur"
    tags: ["money"]
  }

  filter: era {
    type: date
    view_label: "When"
  }

  dimension: title {
    sql: ${TABLE}.title ;;
    html: <i>{{ value }}</i> ;;
    link: {
      label: "Look it up"
      url: "https://books.example/?q={{ value | url_encode }}"
      icon_url: "https://books.example/icon.png"
    }
    link: {
      label: "Buy it"
      url: "https://shop.example"
    }
    synonyms: ["name", "heading"]
  }

  dimension: shelf {
    sql: ${TABLE}.shelf ;;
    order_by_field: shelf_rank
    suggestions: ["A-1", "B \"2\""]
    tags: ["place"]
    can_filter: yes
    group_item_label: "Shelf"
  }

  dimension: pages {
    type: number
    sql: ${TABLE}.pages ;;
    value_format: "#,##0"
  }

  dimension_group: bought {
    type: time
    timeframes: [raw, date, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.bought ;;
    drill_fields: [short*]
  }

  measure: count {
    type: count
    filters: [pk1_id: "NOT NULL"]
    value_format_name: decimal_0
    drill_fields: [title, shelf]
  }

  measure: all_pages {
    type: sum
    sql: ${pages} ;;
  }

  set: detail {
    fields: [title, shelf, pages, bought_date]
  }
}
