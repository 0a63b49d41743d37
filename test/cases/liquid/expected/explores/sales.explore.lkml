# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/sales.view.lkml"
include: "/views/tills.view.lkml"

explore: sales {
  always_filter: {
    filters: [sales.shown: "net^_of^_tax"]
  }
  sql_always_where:
    {% if sales.kept._is_filtered or _user_attributes['role'] == 'boss' %} NOT COALESCE(${sales.is_staff}, FALSE)
    {% else %} ${tills.country} IS NOT NULL
    {% endif %} ;;

  join: tills {
    type: left_outer
    relationship: many_to_one
    sql_on: ${sales.till_name} = ${tills.pk1_name} ;;
  }
}
