// Mistakes people make in looker.yml, one at a time: what is written, what is written instead, and where the problem stands.
import { readFileSync } from "node:fs";
import { compile } from "../generator/index.ts";
import { PARCELS } from "../generator/guide/parcels.ts";
import { SHOP } from "../generator/guide/shop.ts";

/** A model with one mistake in it. */
export interface SingleMistake {
  readonly name: string;
  readonly text: string;
  /** Where the problem must point, as an offset into the text. */
  readonly offset: number;
  /** What stands there. */
  readonly word: string;
}

const ROOT = new URL("../", import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");

const MODELS = {
  movies: text("looker.yml"),
  shop: text("test/cases/shop/looker.yml"),
  measures: text("test/cases/measures/looker.yml"),
  extends: text("test/cases/extends/looker.yml"),
  grants: text("test/cases/grants/looker.yml"),
  guide: SHOP.replace("include: [shop/*.yml]\n", ""),
  parcels: PARCELS,
} as const;

type Written = readonly [
  name: string,
  model: keyof typeof MODELS,
  /** What stands in the model; the first place counts. */
  from: string,
  /** What is written instead; « stands before what the problem points at. */
  to: string,
  /** Something else in the model that the problem points at, where `to` holds no «. */
  root?: string,
];

/** Mistakes in what the YAML says. */
const SAID: readonly Written[] = [
  // Keys.
  ["a key of the model", "movies", "connection: warehouse ", "«conection: warehouse "],
  ["a key of the model that may be left out", "movies", "label: Movies\n", "«lable: Movies\n"],
  ["a section", "movies", "explores:\n  movies:", "«explore:\n  movies:"],
  ["a section of views", "movies", "\nviews:\n", "\n«view:\n"],
  ["a section of tables", "movies", "\ntables:\n", "\n«table:\n"],
  ["a section of sources", "movies", "\nsources:\n", "\n«source:\n"],
  ["a section of questions", "movies", "\nquestions:\n", "\n«question:\n"],
  ["a key of a source", "movies", "files: movies_metadata*.csv", "«file: movies_metadata*.csv"],
  [
    "columns of a source",
    "shop",
    "    columns:\n      number: integer",
    "    «colums:\n      number: integer",
  ],
  [
    "a key of a table",
    "movies",
    "    from: [movies_metadata.genres, tmdb",
    "    «form: [movies_metadata.genres, tmdb",
  ],
  [
    "key of a table",
    "movies",
    "    key: id\n    columns:\n      - id",
    "    «keys: id\n    columns:\n      - id",
  ],
  ["columns of a table", "movies", "    columns:\n      - id", "    «column:\n      - id"],
  [
    "references of a table",
    "movies",
    "    references: {movie_id: movies, genre_id: genres}",
    "    «refrences: {movie_id: movies, genre_id: genres}",
  ],
  ["dimensions of a view", "movies", "    dimensions:\n      title", "    «dimension:\n      title"],
  [
    "measures of a view",
    "movies",
    "    measures:\n      count: {type: count, label: Movies",
    "    «measure:\n      count: {type: count, label: Movies",
  ],
  ["a key of a dimension", "movies", "original_title: {description:", "original_title: {«descripton:"],
  ["sql of a dimension", "movies", "profit: {type: number, sql:", "profit: {type: number, «sqll:"],
  ["column of a dimension", "movies", "released: {type: time, column:", "released: {type: time, «colum:"],
  ["type of a dimension", "movies", "released: {type: time", "released: {«tpye: time"],
  [
    "a word of Looker's for a key of ours",
    "movies",
    "format: usd_0, description: 'What the film cost to",
    "«value_format_name: usd_0, description: 'What the film cost to",
  ],
  [
    "another word of Looker's",
    "movies",
    "profit: {type: number, sql: '${revenue} - ${budget}', format: usd_0",
    "profit: {type: number, sql: '${revenue} - ${budget}', format: usd_0, «group_label: Money",
  ],
  [
    "of a measure",
    "movies",
    "total_revenue: {type: sum, of: revenue",
    "total_revenue: {type: sum, «on: revenue",
  ],
  ["type of a measure", "movies", "total_revenue: {type: sum", "total_revenue: {«typ: sum"],
  ["through of a join", "movies", "genres: {through: movie_genres}", "genres: {«trough: movie_genres}"],
  ["joins of an explore", "movies", "    joins:\n      genres", "    «join:\n      genres"],
  ["metrics of a question", "movies", "    metrics:\n      budget:", "    «metric:\n      budget:"],
  ["selectors of a question", "movies", "    selectors:\n      genre:", "    «selector:\n      genre:"],
  ["default of a question", "movies", "    default: {metric: budget", "    «defualt: {metric: budget"],
  ["a key of the default question", "movies", "default: {metric: budget", "default: {«mertic: budget"],
  ["label of a case", "movies", "- {label: Under $1 million, when:", "- {«lable: Under $1 million, when:"],
  // Names that refer to something.
  [
    "a table's source",
    "movies",
    "from: [movies_metadata, tmdb_5000_movies]",
    "from: [«movie_metadata, tmdb_5000_movies]",
  ],
  [
    "a table's list",
    "movies",
    "from: [movies_metadata.genres, tmdb_5000_movies.genres]",
    "from: [movies_metadata.«genre, tmdb_5000_movies.genres]",
  ],
  [
    "a table's key",
    "movies",
    "    key: id\n    columns:\n      - id",
    "    key: «movie_id\n    columns:\n      - id",
  ],
  ["a table's column", "movies", "      - budget\n", "      - «bugdet\n"],
  [
    "a table's column of a list",
    "movies",
    "columns: {movie_id: parent.id, genre_id: id}",
    "columns: {movie_id: parent.id, genre_id: «idd}",
  ],
  [
    "a table's column of the record",
    "movies",
    "columns: {movie_id: parent.id, genre_id: id}",
    "columns: {movie_id: «parent.ids, genre_id: id}",
  ],
  [
    "a referring column",
    "movies",
    "references: {movie_id: movies, genre_id: genres}",
    "references: {movie_id: movies, «gener_id: genres}",
  ],
  [
    "a referred table",
    "movies",
    "references: {movie_id: movies, genre_id: genres}",
    "references: {movie_id: movies, genre_id: «genre}",
  ],
  [
    "a table's own name",
    "movies",
    "  movie_genres:\n    description",
    "  movie_genre:\n    description",
    "through: «movie_genres}",
  ],
  [
    "a source's own name",
    "movies",
    "  tmdb_5000_movies:\n    description",
    "  «tmdb_5000_movie:\n    description",
  ],
  ["a source's key", "shop", "    key: number\n    load: upsert", "    key: «nummer\n    load: upsert"],
  ["a source's column", "shop", "      status: text(20)", "      statsu: text(20)", "status: «status\n"],
  ["a view without a table", "movies", "views:\n  movies:\n", "views:\n  «movie:\n"],
  ["a view's table", "guide", "    table: orders\n", "    table: «order\n"],
  [
    "a dimension without a column",
    "movies",
    "      title: {description: Title the",
    "      «titel: {description: Title the",
  ],
  [
    "a dimension others read",
    "movies",
    "      revenue: {unknown: 0, format",
    "      «revenu: {unknown: 0, format",
  ],
  ["a dimension's column", "movies", "column: release_date,", "column: «relase_date,"],
  ["a dimension in SQL", "movies", "sql: '${revenue} - ${budget}'", "sql: '${revenue} - ${«budgte}'"],
  ["a column in SQL", "movies", "${TABLE}.vote_average END'", "${TABLE}.«vote_avrage END'"],
  [
    "a dimension of a measure",
    "movies",
    "total_revenue: {type: sum, of: revenue",
    "total_revenue: {type: sum, of: «revenus",
  ],
  ["a field of detail", "movies", "detail: [title, released_date", "detail: [title, «released_day"],
  ["a case's dimension", "movies", "when: '${budget} < 1000000'}", "when: '${«budgets} < 1000000'}"],
  [
    "a joined view",
    "movies",
    "      genres: {through: movie_genres}",
    "      «genre: {through: movie_genres}",
  ],
  ["a bridge", "movies", "genres: {through: movie_genres}", "genres: {through: «movie_genre}"],
  [
    "a view joined from",
    "shop",
    "managers: {view: people, from: clerks",
    "managers: {view: people, from: «clerk",
  ],
  [
    "a column joined on",
    "shop",
    "clerks: {view: people, on: {clerk_id: id}}",
    "clerks: {view: people, on: {«clark_id: id}}",
  ],
  [
    "a column joined to",
    "shop",
    "clerks: {view: people, on: {clerk_id: id}}",
    "clerks: {view: people, on: {clerk_id: «idd}}",
  ],
  ["an explore's view", "shop", "    view: products\n", "    view: «product\n"],
  ["a question's explore", "movies", "    explore: movies\n", "    explore: «movie\n"],
  ["a selector's view", "movies", "genre: genres.name", "genre: «genre.name"],
  ["a selector's dimension", "movies", "genre: genres.name", "genre: «genres.nmae"],
  ["a selector's own name", "movies", "      genre: genres.name", "      «gener: genres.name"],
  ["a metric", "movies", "      profit:\n", "      «proft:\n"],
  ["a metric of the default", "movies", "    metrics:\n      budget:\n", "    metrics:\n      «budgte:\n"],
  ["a metric's dimension", "shop", "off: {of: discount", "off: {of: «discuont"],
  ["an aggregation", "movies", "aggregations: [average,", "aggregations: [«averge,"],
  ["an aggregation of an exception", "movies", "except: {total:", "except: {«totl:"],
  ["a group", "movies", "by: [genre, production_company,", "by: [«gerne, production_company,"],
  [
    "a group's timeframe",
    "movies",
    "released_year, original_language]",
    "«released_years, original_language]",
  ],
  ["the default's metric", "movies", "default: {metric: budget", "default: {metric: «bugdet"],
  [
    "the default's aggregation",
    "movies",
    "default: {metric: budget, aggregation: average",
    "default: {metric: budget, aggregation: «averag",
  ],
  [
    "the default's group",
    "movies",
    "aggregation: average, by: genre}\n    examples",
    "aggregation: average, by: «genres}\n    examples",
  ],
  ["an example's selector", "movies", "where: {genre: Comedy}", "where: {«genres: Comedy}"],
  [
    "a grant",
    "grants",
    "bought: {timeframes: [date, year], required_access_grants: staff}",
    "bought: {timeframes: [date, year], required_access_grants: «stuff}",
  ],
  ["a grant's own name", "grants", "  staff: {user_attribute: role", "  «stuff: {user_attribute: role"],
  ["an extended explore", "extends", "    extends: orders\n", "    extends: «order\n"],
  ["a join others inherit", "extends", "    joins: {customers: }", "    joins: {«customer: }"],
  [
    "a filter others inherit",
    "extends",
    "always_filter: {orders.country: -NULL}",
    "always_filter: {«orders.contry: -NULL}",
  ],
  [
    "a filter's expression others inherit",
    "extends",
    "always_filter: {orders.country: -NULL}",
    "always_filter: {orders.amount: «lots}",
  ],
  [
    "an access filter others inherit",
    "extends",
    "access_filters: [{field: customers.region,",
    "access_filters: [{field: «customers.regoin,",
  ],
  [
    "a measure others read",
    "measures",
    "      total_price: {type: sum, of: price}",
    "      «total_prices: {type: sum, of: price}",
  ],
  [
    "a measure's measure",
    "measures",
    "price_so_far: {type: running_total, of: total_price}",
    "price_so_far: {type: running_total, of: «total_prize}",
  ],
  ["a filter of a measure", "measures", "filters: {product: gift}", "filters: {«produkt: gift}"],
  [
    "a test's field",
    "guide",
    "fields: [ordered_month, count, paid]",
    "fields: [ordered_month, count, «payd]",
  ],
  // Words of a closed vocabulary.
  ["a type of a column", "movies", "      runtime: decimal(6, 1)", "      runtime: «decmal(6, 1)"],
  [
    "a type of a column that is a key",
    "movies",
    "      id: integer\n      imdb_id",
    "      id: «interger\n      imdb_id",
  ],
  [
    "a type of a column of one of two sources",
    "movies",
    "      vote_count: integer\n\n  tmdb",
    "      vote_count: «int(8)\n\n  tmdb",
  ],
  [
    "a type of an element",
    "movies",
    "genres: {list: {id: integer, name: text}}",
    "genres: {list: {id: «integr, name: text}}",
  ],
  ["decimal's numbers", "movies", "      runtime: decimal(6, 1)", "      runtime: «decimal"],
  ["a type of a dimension that is no type", "movies", "profit: {type: number", "profit: {type: «numbr"],
  ["a type of a time", "movies", "released: {type: time", "released: {type: «tiem"],
  [
    "a type of a measure that is no type",
    "movies",
    "total_revenue: {type: sum",
    "total_revenue: {type: «summ",
  ],
  ["a timeframe", "movies", "timeframes: [date, month,", "timeframes: [date, «mnth,"],
  [
    "a timeframe others read",
    "movies",
    "quarter, year], description: Day",
    "quarter, «yeer], description: Day",
  ],
  ["a format", "movies", "budget: {unknown: 0, format: usd_0", "budget: {unknown: 0, format: «usd0"],
  [
    "a format metrics take over",
    "movies",
    "profit: {type: number, sql: '${revenue} - ${budget}', format: usd_0",
    "profit: {type: number, sql: '${revenue} - ${budget}', format: «dollars",
  ],
  ["a way to load", "movies", "load: upsert  ", "load: «upsrt  "],
  ["which duplicate stays", "movies", "duplicates: highest vote_count  ", "duplicates: «higest vote_count  "],
  ["a duplicate's column", "movies", "duplicates: highest vote_count  ", "duplicates: highest «votes  "],
  ["a relationship", "guide", "relationship: many_to_one", "relationship: «many_to_on"],
  ["an interval", "parcels", "intervals: [hour, day]", "intervals: [«hours, day]"],
  ["a style", "parcels", "style: integer", "style: «intger"],
  // Values of the wrong kind.
  [
    "a word for a list",
    "movies",
    "aggregations: [average, total, median, minimum, maximum, count]",
    "aggregations: «average",
  ],
  [
    "words for a list",
    "movies",
    "by: [genre, production_company, released_year, original_language]",
    "by: «genre, production_company, released_year, original_language",
  ],
  [
    "a list for a map",
    "movies",
    "    selectors:\n      genre: genres.name\n      production_company: production_companies.name",
    "    selectors:\n      «- genres.name\n      - production_companies.name",
  ],
  [
    "a list of joins",
    "movies",
    "      genres: {through: movie_genres}\n      production_companies: {through",
    "      «- genres: {through: movie_genres}\n      - production_companies: {through",
  ],
  [
    "a list of dimensions",
    "movies",
    "    dimensions:\n      name: {label: Genre, description: 'Genre of the film; a film can have several'}",
    "    dimensions: «[name]",
  ],
  [
    "a word for a dimension",
    "movies",
    "      title: {description: Title the film was released under in English}",
    "      title: «text",
  ],
  [
    "a word for a measure",
    "movies",
    "count: {type: count, label: Movies, description: How many films}",
    "count: «count",
  ],
  ["a number for a text", "movies", "label: Runtime (minutes)", "label: «120"],
  [
    "a word for true or false",
    "shop",
    "gross: {column: amount, unknown: -1, format: eur, hidden: true}",
    "gross: {column: amount, unknown: -1, format: eur, hidden: «yes}",
  ],
  ["a text for a number", "measures", "percentile: 90", "percentile: «'90'"],
  ["a text for steps", "parcels", "tiers: [0, 10, 100]", "tiers: [0, «ten, 100]"],
  ["a map for a text", "movies", "label: Runtime (minutes)", "label: «{en: Runtime}"],
  [
    "nothing for a map",
    "movies",
    "    default: {metric: budget, aggregation: average, by: genre}",
    "    «default:",
  ],
  ["nothing for a text", "movies", "    explore: movies\n", "    «explore:\n"],
  ["a word for a join", "movies", "genres: {through: movie_genres}", "genres: «movie_genres"],
  [
    "a sum of a text",
    "movies",
    "total_revenue: {type: sum, of: revenue",
    "total_revenue: {type: sum, of: «title",
  ],
  [
    "a metric of a text",
    "movies",
    "      profit:\n      runtime",
    "      profit:\n      «status:\n      runtime",
  ],
  [
    "a time of a number",
    "movies",
    "released: {type: time, column: release_date",
    "released: {type: «time, column: budget",
  ],
  ["timeframes of a text", "movies", "status: {description:", "status: {timeframes: «[year], description:"],
  [
    "two types of one column",
    "movies",
    "      vote_count: integer\n\n  tmdb",
    "      vote_count: text\n\n  tmdb",
    "«vote_count\n\n  genres:",
  ],
  // Names that cannot be.
  ["a capital", "movies", "      popularity: {format", "      «Popularity: {format"],
  ["a blank in a name", "movies", "      average_rating: {type", "      «average rating: {type"],
  [
    "a hyphen in a name",
    "movies",
    "      votes: {column: vote_count",
    "      «vote-count: {column: vote_count",
  ],
  ["a reserved word", "movies", "\nmodel: movies\n", "\nmodel: «Movies\n"],
  ["two fields of one name", "movies", "      average_rating: {type", "      «rating: {type"],
  [
    "a field that is a timeframe of another",
    "movies",
    "      average_rating: {type",
    "      «released_date: {type",
  ],
  // SQL.
  ["a bracket", "movies", "'${revenue} - ${budget}'", "«'(${revenue} - ${budget}'"],
  ["a brace", "movies", "'${revenue} - ${budget}'", "«'${revenue - ${budget}'"],
  ["a quote in SQL", "movies", "'${revenue} - ${budget}'", '«"${revenue} || \'x - ${budget}"'],
  ["two semicolons", "movies", "'${revenue} - ${budget}'", "«'${revenue} - ${budget};;'"],
  ["one semicolon", "movies", "'${revenue} - ${budget}'", "«'${revenue} - ${budget};'"],
  ["a field of itself", "movies", "'${revenue} - ${budget}'", "«'${revenue} - ${profit}'"],
];

/** Mistakes in the YAML itself. */
const NO_YAML: readonly Written[] = [
  ["a tab", "movies", "    one: movie\n", "«\tone: movie\n"],
  ["tabs for blanks", "shop", "  stores:\n    files: stores.csv", "  stores:\n«\t\tfiles: stores.csv"],
  ["a colon", "movies", "    one: movie\n", "    «one movie\n"],
  ["a colon of a section", "movies", "\nviews:\n", "\n«views\n"],
  ["a colon of a noun", "movies", "explores:\n  movies:\n", "explores:\n  «movies\n"],
  ["a colon in braces", "movies", "budget: {unknown: 0,", "budget: {«unknown 0,"],
  ["a blank after a colon", "movies", "    one: movie\n", "    «one:movie\n"],
  [
    "a blank after a colon of a field",
    "movies",
    "      popularity: {format: decimal_1,",
    "      popularity: {«format:decimal_1,",
  ],
  [
    "a brace that is not closed",
    "movies",
    "description: Length in minutes}",
    "description: Length in minutes",
    "runtime: «{unknown: 0",
  ],
  ["a brace too many", "movies", "description: Length in minutes}", "description: Length in minutes}«}"],
  [
    "a list that is not closed",
    "movies",
    "by: [genre, production_company, released_year, original_language]",
    "by: «[genre, production_company, released_year, original_language",
  ],
  [
    "a quote that is not closed",
    "movies",
    "description: 'What the film cost to make, in US dollars as reported'",
    "description: «'What the film cost to make, in US dollars as reported",
  ],
  ["a quote inside quotes", "movies", "'What the film cost to make,", "'What the film'«s cost was,"],
  ["a colon in a text", "movies", "description: Length in minutes}", "description: «Length: in minutes}"],
  [
    "a colon in a text of a line",
    "movies",
    "    description: One row for each genre\n",
    "    description: «Genres: one row each\n",
  ],
  [
    "a percent sign",
    "movies",
    "    description: One row for each genre\n",
    "    description: «%100 of the genres\n",
  ],
  ["an at sign", "movies", "    description: One row for each genre\n", "    description: «@genres\n"],
  ["a star", "movies", "files: movies_metadata*.csv", "files: «*movies_metadata.csv"],
  ["a star with a dot", "movies", "files: movies_metadata*.csv", "files: «*.csv"],
  ["an ampersand", "movies", "    description: One row for each genre\n", "    description: «&genres\n"],
  ["a back quote", "movies", "    description: One row for each genre\n", "    description: «`genres`\n"],
  [
    "an exclamation mark",
    "movies",
    "    description: One row for each genre\n",
    "    description: «!important\n",
  ],
  ["a brace without quotes", "movies", "sql: '${revenue} - ${budget}'", "sql: «${revenue} - ${budget}"],
  ["a line moved in", "movies", "    one: movie\n", "     «one: movie\n"],
  ["a line moved out", "movies", "    one: movie\n", "   «one: movie\n"],
  ["a field moved in", "movies", "      original_title: {", "        «original_title: {"],
  ["a field moved out", "movies", "      original_title: {", "     «original_title: {"],
  ["a field moved out to its section", "movies", "      original_title: {", "    «original_title: {"],
  ["a section moved in", "movies", "\nexplores:\n", "\n  «explores:\n"],
  [
    "a section under another",
    "movies",
    "    measures:\n      count: {type: count, label: Movies",
    "      «measures:\n      count: {type: count, label: Movies",
  ],
  [
    "measures among dimensions",
    "movies",
    "    measures:\n      count: {type: count, label: Genres, description: How many genres}",
    "      «measures:\n        count: {type: count, label: Genres, description: How many genres}",
  ],
  [
    "joins moved out",
    "movies",
    "    joins:\n      genres: {through: movie_genres}\n      production_companies: {through: movie_production_companies}",
    "  «joins:\n    genres: {through: movie_genres}\n    production_companies: {through: movie_production_companies}",
  ],
  [
    "a view moved into another",
    "movies",
    "  production_companies:\n    one:",
    "    «production_companies:\n      one:",
  ],
  [
    "a table moved into another",
    "movies",
    "  genres:\n    description: One row for each genre\n    from: [movies_metadata.genres, tmdb_5000_movies.genres]\n    key: id\n    columns: [id, name]",
    "    «genres:\n      description: One row for each genre\n      from: [movies_metadata.genres, tmdb_5000_movies.genres]\n      key: id\n      columns: [id, name]",
  ],
  ["a key twice", "movies", "    one: movie\n", "    one: movie\n    «one: film\n"],
  ["a field twice", "movies", "      popularity: {format", "      «status: {format"],
  [
    "a view twice",
    "movies",
    "  production_companies:\n    one: production company",
    "  «genres:\n    one: production company",
  ],
  ["a section twice", "movies", "# What analysts open.\n", "«views:\n  movies: {}\n"],
  ["a blank before a dash", "movies", "      - status\n", "       «- status\n"],
  ["a dash without a blank", "movies", "      - status\n", "      «-status\n"],
  [
    "a comma left out",
    "movies",
    "columns: [id, name]\n\n  production",
    "columns: [«id name]\n\n  production",
  ],
  [
    "a comma left out in braces",
    "movies",
    "{movie_id: parent.id, genre_id: id}",
    "{movie_id: «parent.id genre_id: id}",
  ],
  [
    "a fancy quote",
    "movies",
    "description: 'What the film cost to make, in",
    "description: ‘What the film cost to make, «in",
  ],
];

const MISTAKES = [...SAID, ...NO_YAML];

/** Those of them that the YAML parser stumbles over. */
const BROKEN = NO_YAML.filter((one) => {
  const { problems } = compile(spoilt(MODELS[one[1]], one), "looker.yml");
  return problems.some((problem) => problem.code === "yaml");
});

/** Every mistake, in the model it is made in. */
export const SINGLE_MISTAKES: readonly SingleMistake[] = MISTAKES.map((mistake) => {
  const [name, model] = mistake;
  const whole = MODELS[model];
  const text = spoilt(whole, mistake);
  const offset = offsetOf(text, whole, mistake);
  return { name, text, offset, word: /^\S\w*/.exec(text.slice(offset))?.[0] ?? "" };
});

/** Two mistakes in one model. */
export interface Pair {
  readonly name: string;
  readonly text: string;
  readonly offsets: readonly [number, number];
}

/**
 * Pairs of mistakes that stand in different lines of one model.
 * @param ofYaml both of the YAML itself, or both of what is said: a text that is no YAML is not read any further
 */
export function pairsOf(count: number, seed: number, ofYaml = false): readonly Pair[] {
  const all = ofYaml ? BROKEN : SAID;
  const pairs: Pair[] = [];
  let state = seed;
  // A linear congruence of Knuth's, for the same pairs each time.
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  for (let tried = 0; pairs.length < count && tried < count * 50; tried += 1) {
    const one = all[next(all.length)];
    const other = all[next(all.length)];
    const pair = one === undefined || other === undefined ? undefined : together(one, other);
    if (pair !== undefined) pairs.push(pair);
  }
  return pairs;
}

/** After these a part of the model cannot be read, and what is wrong in what builds on it is told afterwards. */
const UNREAD: ReadonlySet<string> = new Set(["a list for a map"]);

function together(one: Written, other: Written): Pair | undefined {
  const [name, model, from] = one;
  const [otherName, otherModel, otherFrom] = other;
  const whole = MODELS[model];
  if (model !== otherModel || name === otherName || UNREAD.has(name)) return undefined;
  const [at, otherAt] = [whole.indexOf(from), whole.indexOf(otherFrom)];
  const isApart = lineOf(whole, at + from.length) < lineOf(whole, otherAt);
  if (!isApart) return undefined;
  const text = spoilt(spoilt(whole, other), one);
  const offsets = [offsetOf(text, whole, one), offsetOf(text, spoilt(whole, one), other)] as const;
  // Where one mistake mends the other, or takes its root away, there is no pair.
  if (offsets.some((offset) => offset < 0) || compile(text, "looker.yml").model !== undefined)
    return undefined;
  return {
    name: `${name} and ${otherName}`,
    text,
    offsets,
  };
}

function spoilt(whole: string, [name, model, from, to]: Written): string {
  const at = whole.indexOf(from);
  if (at < 0) throw new Error(`the model ${model} does not hold ${from} (${name})`);
  return `${whole.slice(0, at)}${to.replace("«", "")}${whole.slice(at + from.length)}`;
}

function offsetOf(text: string, whole: string, [, , from, to, root]: Written): number {
  if (root !== undefined) {
    const at = text.indexOf(root.replace("«", ""));
    return at < 0 ? at : at + root.indexOf("«");
  }
  return whole.indexOf(from) + to.indexOf("«");
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
