// The keys that many nouns share, each explained once.

/** LookML by hand, which views, fields, explores, joins and the model itself take. */
export const BY_HAND = {
  lookml: {
    say: "LookML that is passed through to Looker, for what looker.yml has no word: parameters by name. `check` knows which may stand here.",
  },
} as const;

/** What every field has besides its own keys. */
export const LABELS = {
  label: { say: "What people see instead of the name.", otherwise: "the name in words" },
  group: { say: "The heading under which Looker's field picker lists it." },
  description: { say: "One plain sentence; Looker shows it beside the field." },
  ...BY_HAND,
  hidden: { say: "Kept out of the field picker; others may still refer to it.", otherwise: "false" },
  required_access_grants: {
    say: "The access grants it takes to see it, all of them; for everybody else it does not exist.",
  },
} as const;

/** What is kept, and how it is laid out: of derived tables and of aggregate tables. */
export const KEPT = {
  distribution: {
    say: "How Redshift spreads its rows over the machines of a cluster: by a column, so that rows with the same value lie together, or `all`, `even` or `auto`.",
  },
  sort: { say: "The column, or the list of columns, in whose order Redshift keeps its rows." },
  datagroup_trigger: {
    say: "The datagroup by which Looker keeps its rows and makes them anew, `published_drops` or one of the model's `lookml:`.",
  },
  sql_trigger_value: {
    say: "Instead of a datagroup, a query for one value: Looker makes the rows anew when it is another than before.",
  },
  persist_for: {
    say: "Instead of a datagroup, how old the rows may get before Looker throws them away: `24 hours`. They are made when somebody asks.",
  },
  indexes: { say: "Of what is kept: the columns of an interleaved sort key, instead of `sort:`." },
  increment_key: { say: "The time by which Looker adds what is new, instead of making all of it anew." },
  increment_offset: {
    say: "How many of those timeframes before the last are made anew as well, for records that come late.",
    otherwise: "0",
  },
} as const;
