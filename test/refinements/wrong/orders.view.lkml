# Hand-written, with one of each mistake.
include: "/views/ordres.view"

view: +oders {}

view: +orders {
  extends: [nothing]
  drill_fields: [detail*, details*, -paid, customers.naem]

  dimension: big {
    type: yesno
    sql: ${amount} > 100 AND ${colour} = 'red' AND ${customers.naem} IS NULL ;;
  }
  dimension_group: seen {
    type: time
    timeframes: [date]
    sql: ${TABLE}.seen ;;
  }
  dimension: count {}
  measure: seen_lately {
    type: count
    filters: [seen_date: "7 days", seen_week: "1 week", customers.name: "x"]
    html: {% condition unti %} x {% endcondition %} ;;
  }
  set: money { fields: [amount, amonut] }
}

explore: +orders {
  always_filter: { filters: [orders.amount: ">1", orders.amuont: ">1"] }
  join: customer_facts {
    sql_on: ${orders.id} = ${customer_facts.id} ;;
    relationship: many_to_one
  }
  join: customers { sql_on: ${custommers.id} = 1 ;; }
}

test: rows {
  explore_source: orders { column: rows { field: orders.cuont } }
  assert: some { expression: ${orders.cuont} > 0 ;; }
}

test: others {
  explore_source: order { column: rows { field: orders.count } }
  assert: some { expression: ${orders.count} > 0 ;; }
}
