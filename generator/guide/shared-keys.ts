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
