# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

view: product_tags {
  sql_table_name: @{SCHEMA}.product_tags ;;

  dimension: pk1_product_tags_key {
    primary_key: yes
    hidden: yes
    label: "Product Tags Key"
    description: "Identifies one row of product_tags"
    sql: CAST(LENGTH(${TABLE}.sku) AS VARCHAR) || ':' || ${TABLE}.sku || '-' || CAST(${TABLE}.tag_id AS VARCHAR) ;;
  }

  dimension: sku {
    hidden: yes
    label: "SKU"
    description: "Links product_tags to another table"
    sql: ${TABLE}.sku ;;
  }

  dimension: tag_id {
    hidden: yes
    label: "Tag ID"
    description: "Links product_tags to another table"
    type: number
    sql: ${TABLE}.tag_id ;;
  }

  measure: count {
    hidden: yes
    description: "How many product tags"
    type: count
    filters: [pk1_product_tags_key: "-NULL"]
  }
}
