// The guide's part on the model itself, its environments and grants.
import { WEEKDAYS } from "../model/timeframe.ts";
import type { NounNote } from "./noun.ts";
import { BY_HAND } from "./shared-keys.ts";
import { SHOP } from "./shop.ts";

/** What the model itself says, environments and access grants. */
export const projectNouns: readonly NounNote[] = [
  {
    name: "model",
    place: "The file itself",
    say: "One model: everything is generated from it.",
    keys: {
      include: {
        say: "Other files of the model, beside this one, that hold sources, tables, views, explores or questions; `*` stands for any characters of a file's name.",
      },
      model: { say: "The model's name in Looker: small letters, digits and `_`." },
      label: { say: "What people see instead of the name.", otherwise: "the name in words" },
      description: { say: "What the model is about." },
      connection: { say: "The name of Looker's connection to the warehouse." },
      schema: { say: "The warehouse schema its tables live in.", otherwise: "the model's name" },
      environments: {
        say: "Other places the same model is used in, each by a name; `--environment` or VIEWFINDER_ENVIRONMENT chooses one.",
      },
      unsigned: {
        say: "Whether drops without a signature load, for every source that does not say it itself. `folders`: from folders of this machine they do, from S3 they do not. `allow`: from anywhere. `refuse`: from nowhere.",
        words: ["folders", "allow", "refuse"],
        otherwise: "refuse",
      },
      generations: {
        say: "How many published runs back `viewfinder hydrate rollback` can bring the tables: what rows were before each of them is kept, and forgotten after that.",
        otherwise: "12",
      },
      case_sensitive: { say: "Whether text filters tell capital letters from small ones.", otherwise: "yes" },
      week_start_day: { say: "The day weeks begin on.", words: WEEKDAYS, otherwise: "monday" },
      fiscal_month_offset: {
        say: "How many months after January the fiscal year starts, or below 0 before: 3 for April, -3 for October of the year before.",
        otherwise: "0",
      },
      locale: { say: "The locale that labels and descriptions are written in.", otherwise: "en" },
      locales: {
        say: "Labels and descriptions in other languages: by locale, a map from each text to its translation. Looker, the server and the page show them to people whose user attribute `locale` (or whose browser) asks for it. `viewfinder strings` says which are missing. A file for each, through `include:`, is easiest to hand to translators.",
      },
      access_grants: {
        say: "Who may see what requires it: a name, and the values of a user attribute that open it.",
      },
      sources: { say: "What vendors deliver." },
      tables: { say: "What the warehouse holds." },
      views: { say: "The tables as people see them." },
      explores: { say: "What analysts open." },
      questions: { say: "The questions analysts ask by filling in blanks." },
      tests: { say: "What must be true of the data; Looker runs it as data tests." },
      ...BY_HAND,
    },
    example: SHOP,
  },
  {
    name: "environment",
    place: "environments.<name>",
    say: "Another place the model is used in: what is different there.",
    keys: {
      schema: { say: "The warehouse schema its tables live in there." },
      connection: { say: "The name of Looker's connection there." },
    },
    example: SHOP,
  },
  {
    name: "accessGrant",
    place: "access_grants.<name>",
    say: "Held by whoever has one of some values in a user attribute; what requires it is there for them only.",
    keys: {
      user_attribute: { say: "The user attribute, by its name in Looker and on the fallback server." },
      allowed: { say: "The values that open it, one or a list of them." },
    },
    example: SHOP,
  },
];
