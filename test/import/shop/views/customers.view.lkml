view: customers {
  sql_table_name: "dw"."customers" ;;
  dimension: id { primary_key: yes type: number sql: ${TABLE}.id ;; }
  dimension: name { label: "Customer" sql: TRIM(${TABLE}.first || ' ' || ${TABLE}.last) ;; link: { label: "CRM" url: "https://crm.example/{{ value }}" } }
}

view: rates {
  derived_table: { sql: SELECT 1 ;; }
  dimension: country {}
}

view: +customers { dimension: name { description: "Who bought" } }

view: returns { sql_table_name: other.returns ;; dimension: order_id { primary_key: yes } }
