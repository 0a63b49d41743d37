# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/books.view.lkml"

explore: books {
  group_label: "Library"
  tags: ["catalogue"]
  fields: [ALL_FIELDS*, -books.shelf_rank]
  aggregate_table: by_shelf {
    query: {
      dimensions: [books.shelf]
      measures: [books.all_pages]
      filters: [books.bought_date: "2 years"]
      sorts: [books.shelf: asc]
      timezone: "UTC"
    }
    materialization: {
      datagroup_trigger: monthly
      distribution_style: all
      sortkeys: ["shelf"]
    }
  }
}
