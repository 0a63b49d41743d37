# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/books.view.lkml"

explore: books {
  group_label: "Library"
  tags: ["catalogue"]
  fields: [ALL_FIELDS*, -books.shelf_rank]
  cancel_grouping_fields: [books.pk1_id]
}
