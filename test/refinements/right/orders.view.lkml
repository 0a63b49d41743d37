# What looker.yml cannot say; every name is one that is generated, or one of these files'.
include: "/views/orders.view"
include: "/explores/*.explore"
include: "//somebody_else/views/*"

view: +orders {
  drill_fields: [detail*, big, -count]

  dimension: big {
    type: yesno
    sql: ${amount} > 100 /* ; */ AND ${TABLE}.amount IS NOT NULL ;;
  }
  dimension_group: seen { type: time sql: ${TABLE}.seen ;; }
  dimension_group: waiting { type: duration intervals: [day] sql_start: ${ordered_date} ;; sql_end: ${seen_date} ;; }
  measure: waited { type: average sql: ${days_waiting} ;; filters: [big: "yes", orders.ordered_date: "7 days"] }
  set: money { fields: [amount, customers.name] }
}

view: customer_facts {
  derived_table: {
    explore_source: orders {
      column: id { field: customers.pk1_id }
      column: paid { field: orders.count }
    }
  }
  dimension: id { primary_key: yes hidden: yes type: number }
  dimension: paid { type: number }
}

explore: +orders {
  fields: [ALL_FIELDS*, -orders.money*]
  join: customer_facts {
    sql_on: ${customers.pk1_id} = ${customer_facts.id} ;;
    relationship: many_to_one
    required_joins: [customers]
  }
}

explore: big_orders {
  extends: [orders]
  view_name: orders
  sql_always_where: ${orders.big} AND ${customer_facts.paid} > 1 ;;
}

test: rows {
  explore_source: big_orders { column: rows { field: orders.count } filters: [orders.big: "yes"] }
  assert: some { expression: ${orders.count} > 0 ;; }
}
