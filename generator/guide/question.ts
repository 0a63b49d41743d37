// The guide's part on question forms.
import { AGGREGATIONS } from "../model/question-form.ts";
import type { NounNote } from "./noun.ts";
import { SHOP } from "./shop.ts";

/** Question forms. */
export const questionNouns: readonly NounNote[] = [
  {
    name: "question",
    place: "questions.<name>",
    say: "The question analysts ask by filling in blanks: what narrows it, what is measured, how, and for what.",
    keys: {
      label: { say: "What people see instead of the name.", otherwise: "the name in words" },
      explore: { say: "The explore it asks." },
      selectors: {
        say: "The blanks that narrow it, each with the field whose values are offered. Each narrows in three forms: to any of the chosen values, to all of them (where a row can have several) and to none of them.",
      },
      metrics: { say: "What can be measured: number dimensions of the explore's own view." },
      aggregations: { say: "How it can be aggregated.", words: AGGREGATIONS, otherwise: "all of them" },
      by: { say: "What the answer can have a row for: selectors, or fields of the explore's own view." },
      default: { say: "The question to start with." },
      examples: { say: "Questions to show to somebody who has not asked yet." },
    },
    example: SHOP,
  },
  {
    name: "formMetric",
    place: "questions.<name>.metrics.<name>",
    say: "What is special about a metric.",
    keys: {
      of: { say: "The dimension it measures.", otherwise: "the dimension of the same name" },
      label: { say: "What people see instead of the name." },
      except: { say: "Aggregations that make no sense for it, each with the reason in words." },
    },
    example: SHOP,
  },
  {
    name: "example",
    place: "questions.<name>.examples[]",
    say: "A question with its blanks filled in.",
    keys: {
      title: { say: "What it is called.", otherwise: "a sentence made from it" },
      metric: { say: "One of the question's metrics." },
      aggregation: { say: "One of the question's aggregations.", words: AGGREGATIONS },
      by: { say: "What the answer has a row for; left out, the answer is one number." },
      where: { say: "The values chosen for its selectors." },
    },
    example: SHOP,
  },
];
