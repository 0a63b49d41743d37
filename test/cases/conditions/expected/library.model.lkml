# Made by Viewfinder from looker.yml. Do not edit: changes go into looker.yml, or into refinements/.

connection: "warehouse"
case_sensitive: no

include: "/explores/books.explore.lkml"
include: "/explores/every_book.explore.lkml"
include: "/tests/every_book.test.lkml"
