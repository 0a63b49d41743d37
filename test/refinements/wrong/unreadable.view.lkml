view: +orders {
  dimension: {{
}
