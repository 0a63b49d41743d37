# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

include: "/views/loans.view.lkml"
include: "/views/books.view.lkml"
include: "/views/reader_facts.view.lkml"
include: "/views/language_facts.view.lkml"

explore: language_facts {}
