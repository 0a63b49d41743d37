# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/tag_months.view.lkml"

explore: tag_months {}
