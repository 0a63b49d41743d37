view: +orders {
  dimension: big { type: yesno }
