# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/loan_days.view.lkml"

explore: loan_days {}
