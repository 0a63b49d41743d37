// The guide's part on explores and joins.
import { RELATIONSHIPS } from "../model/explore.ts";
import type { NounNote } from "./noun.ts";
import { BY_HAND, KEPT } from "./shared-keys.ts";
import { SHOP } from "./shop.ts";

/** Explores and joins. */
export const exploreNouns: readonly NounNote[] = [
  {
    name: "explore",
    place: "explores.<name>",
    say: "What analysts open: a view and the views joined to it.",
    keys: {
      extends: {
        say: "Another explore that this one takes everything from. A key said here takes the place of the base's; joins, access filters, grants and aggregate tables are added to it.",
      },
      view: { say: "The view it starts from.", otherwise: "the view of the same name" },
      label: { say: "What people see instead of the name.", otherwise: "the name in words" },
      description: { say: "What can be asked here." },
      required_access_grants: {
        say: "The access grants it takes to see the explore, all of them.",
      },
      access_filters: {
        say: "Filters that a user attribute of whoever asks brings along, and nobody can take off.",
      },
      always_filter: { say: "Filters that hold unless the question filters on the same field." },
      conditionally_filter: {
        say: "Filters that hold unless the question filters on one of the fields in `unless`.",
      },
      sql_always_where: { say: "A condition every row must meet." },
      sql_always_having: { say: "A condition every group must meet." },
      joins: { say: "The views joined to it, parents before children." },
      aggregate_tables: {
        say: "Groups that Looker counts beforehand and keeps, by name, to answer from in place of all rows.",
      },
      ...BY_HAND,
    },
    example: SHOP,
  },
  {
    name: "join",
    place: "explores.<name>.joins.<name>",
    say: "One left outer join. Nothing at all (`tags:`) is enough where the tables' references tell the keys.",
    keys: {
      view: { say: "The view that is joined.", otherwise: "the view of the join's name" },
      from: { say: "The view it is joined to.", otherwise: "the explore's own" },
      through: { say: "The bridge table of a many-to-many relation." },
      on: { say: "Which column of the view joined from equals which of the joined view." },
      relationship: {
        say: "How rows of the view joined from relate to rows of the joined view.",
        words: RELATIONSHIPS,
        otherwise: "what the keys say",
      },
      required_access_grants: {
        say: "The access grants it takes to see the joined view in this explore, all of them.",
      },
      ...BY_HAND,
    },
    example: SHOP,
  },
  {
    name: "aggregateTable",
    place: "explores.<name>.aggregate_tables.<name>",
    say: "What Looker answers from when a question asks for no more than it holds. The fallback server answers from all rows, so its numbers are the same with and without it.",
    keys: {
      dimensions: { say: "The dimensions its rows are grouped by; those that questions filter by too." },
      measures: {
        say: "The measures it holds. Looker adds up counts, sums, averages, smallest and largest values; `check` names those that it answers from the table only where a question asks for exactly what the table holds.",
      },
      filters: { say: "Only rows that match are in it: a Looker filter expression for each field." },
      timezone: {
        say: "The time zone its times are cut in; only questions in that zone are answered from it.",
        otherwise: "the zone of the connection",
      },
      ...KEPT,
      distribution: {
        say: `${KEPT.distribution.say} Its columns are called as its fields, without their view.`,
        otherwise: "auto",
      },
      increment_key: {
        say: "The timeframe among its dimensions by which Looker adds what is new, instead of making all of it anew.",
      },
    },
    example: SHOP,
  },
];
