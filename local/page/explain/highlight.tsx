// SQL as text -> the same with its keywords, texts, numbers and comments told apart.

/** Comments, texts, quoted names, numbers, places for values, and words. */
const TOKENS = /(--[^\n]*)|('(?:[^']|'')*')|("(?:[^"]|"")*")|(\$\d+|\b\d+(?:\.\d+)?\b)|([A-Za-z_]+)/g;

/** What SQL means something by, as far as our planner writes it; other words are names. */
const KEYWORDS = new Set(
  (
    "select distinct from where group by order having limit offset with as on and or not in is null like ilike between " +
    "exists case when then else end cast left right inner outer full cross join using union all except values asc desc " +
    "nulls first last true false within filter over partition rows range interval date timestamp text numeric integer " +
    "bigint double precision boolean materialized lateral array any escape extract at time zone"
  ).split(" "),
);

/** Looks for nothing but the kinds of words; what it does not know stays as it is. */
export function Highlighted({ sql }: { readonly sql: string }): React.ReactNode {
  const pieces: React.ReactNode[] = [];
  let end = 0;
  for (const found of sql.matchAll(TOKENS)) {
    const [text, comment, literal, , number, word] = found;
    const kind =
      comment !== undefined
        ? "comment"
        : literal !== undefined
          ? "literal"
          : number !== undefined
            ? "number"
            : word !== undefined && KEYWORDS.has(word.toLowerCase())
              ? "keyword"
              : undefined;
    if (kind === undefined) continue;
    pieces.push(sql.slice(end, found.index));
    pieces.push(
      <span key={found.index} className={`sql-${kind}`}>
        {text}
      </span>,
    );
    end = found.index + text.length;
  }
  pieces.push(sql.slice(end));
  return pieces;
}
