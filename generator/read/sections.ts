// The sections of looker.yml that are maps from names to nouns, which files of a split model may hold.

/** In the order people meet them. */
export const SECTIONS = [
  "locales",
  "access_grants",
  "sources",
  "tables",
  "views",
  "explores",
  "questions",
  "tests",
] as const;
