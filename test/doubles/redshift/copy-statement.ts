// COPY … FROM 's3://…' as Redshift spells it -> what it asks for, or why it is refused.
import { closing, type Refusal } from "./refusal.ts";
import { rewrite } from "./rewrite.ts";
import { literalOf, nameOf, type Token, withoutBlanks } from "./tokens.ts";

/** A COPY from a manifest of gzipped CSV files. */
export interface Copy {
  /** The table in Postgres's words. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly manifest: string;
  readonly role: string;
  readonly region: string | undefined;
  readonly nullAs: string;
  /** Prove that the files can be loaded, and load nothing. */
  readonly noload: boolean;
}

/** Words that are read together with what follows them. */
const WITH_TEXT: ReadonlySet<string> = new Set(["iam_role", "region", "dateformat", "timeformat", "null"]);

/** What the double has no need of is refused, so that nobody takes it for tried. */
function untried(what: string): Refusal {
  return { code: "XX000", message: `the Redshift double does not know COPY with ${what}` };
}

/** @param tokens of a statement that begins with COPY */
export function readCopy(tokens: readonly Token[]): Copy | Refusal {
  const all = withoutBlanks(tokens);
  const from = all.findIndex((token) => nameOf(token) === "from" && token.kind === "word");
  const open = all.findIndex((token) => token.text === "(");
  const listed = open > 0 && open < from;
  const columns = listed
    ? all
        .slice(open + 1, closing(all, open))
        .filter((token) => token.text !== ",")
        .map(nameOf)
    : [];
  const source = all[from + 1];
  if (source?.kind !== "text")
    return { code: "42601", message: `syntax error at or near "${source?.text ?? "FROM"}"` };
  const said = new Map<string, string>();
  for (let at = from + 2; at < all.length; at += 1) {
    const word = nameOf(all[at]);
    const next = nameOf(all[at + 1]) === "as" ? at + 2 : at + 1;
    if (WITH_TEXT.has(word)) {
      said.set(word, literalOf(all[next]));
      at = next;
    } else if (word === "format" || word === "encoding" || word === "compupdate" || word === "statupdate") {
      said.set(word, nameOf(all[next]));
      at = next;
    } else if (word === "maxerror") {
      said.set(word, all[next]?.text ?? "");
      at = next;
    } else if (/^(?:manifest|csv|gzip|noload)$/.test(word)) said.set(word, "");
    else if (word === "credentials" || word === "access_key_id") return untried("keys in the statement");
    else return untried(word.toUpperCase());
  }
  const uri = literalOf(source);
  if (!uri.startsWith("s3://")) return untried("a source that is no bucket");
  const role = said.get("iam_role");
  if (role === undefined)
    return { code: "42601", message: "CREDENTIALS argument is required but not specified" };
  if (!said.has("manifest")) return untried("a prefix instead of a manifest");
  if (!said.has("gzip") || !(said.has("csv") || said.get("format") === "csv"))
    return untried("files that are not gzipped CSV");
  if (Number(said.get("maxerror") ?? 0) > 0) return untried("MAXERROR");
  return {
    table: rewrite(all.slice(1, listed ? open : from)),
    columns,
    manifest: uri,
    role,
    region: said.get("region"),
    nullAs: said.get("null") ?? "\\N",
    noload: said.has("noload"),
  };
}
