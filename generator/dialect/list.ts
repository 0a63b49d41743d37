// The mark that Looker puts between the values of a list.

/** People are shown a comma in its place. */
export const LIST_MARK = "|RECORD|";
