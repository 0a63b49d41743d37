// Where in looker.yml a noun was said: a YAML path, and nothing else about text.

/** Keys and list positions from the document's root, e.g. `["views", "movies", "dimensions", "budget"]`. */
export type At = readonly (string | number)[];
