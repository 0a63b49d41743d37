// A query as a client sends it -> the same query kept under an id and a slug, the same for the same question.
import { createHash } from "node:crypto";
import type { WriteQuery } from "../../read-question.ts";

/** A query that was created; it never changes. */
export interface StoredQuery {
  /** Decimal text that a JavaScript number holds too. */
  readonly id: string;
  /** 22 letters and digits. */
  readonly slug: string;
  /** Without what says nothing: empty lists, empty texts, nulls. */
  readonly query: WriteQuery;
}

/** Keeps queries while there is room; the one that nobody asked for the longest goes first. */
export interface QueryStore {
  keep(query: WriteQuery): StoredQuery;
  byId(id: string): StoredQuery | undefined;
  bySlug(slug: string): StoredQuery | undefined;
}

const MOST_QUERIES = 20_000;
/** How much the kept queries may take, in UTF-16 units of their JSON. */
const MOST_TEXT = 32 * 1024 * 1024;

/** An empty store; what it holds is gone when the process ends, and comes back under the same ids when created again. */
export function openQueryStore(limits: { readonly most?: number; readonly text?: number } = {}): QueryStore {
  const { most = MOST_QUERIES, text: mostText = MOST_TEXT } = limits;
  const kept = new Map<string, { readonly stored: StoredQuery; readonly length: number }>();
  const ids = new Map<string, string>();
  let length = 0;
  const find = (id: string): StoredQuery | undefined => {
    const found = kept.get(id);
    if (found === undefined) return undefined;
    kept.delete(id);
    kept.set(id, found);
    return found.stored;
  };
  const forget = (id: string): void => {
    const found = kept.get(id);
    if (found === undefined) return;
    kept.delete(id);
    ids.delete(found.stored.slug);
    length -= found.length;
  };
  return {
    keep: (query) => {
      const told = withoutSilence(query);
      const text = JSON.stringify(told);
      const { id, slug } = namesOf(text);
      const known = find(id);
      if (known !== undefined) return known;
      const stored = { id, slug, query: told };
      kept.set(id, { stored, length: text.length });
      ids.set(slug, id);
      length += text.length;
      for (const oldest of kept.keys()) {
        if ((kept.size <= most && length <= mostText) || oldest === id) break;
        forget(oldest);
      }
      return stored;
    },
    byId: find,
    bySlug: (slug) => {
      const id = ids.get(slug);
      return id === undefined ? undefined : find(id);
    },
  };
}

/** The same question is the same query: members in one order, filters by name, nothing that says nothing. */
function withoutSilence(query: WriteQuery): WriteQuery {
  const { filters, limit, column_limit, ...rest } = query;
  const members: Readonly<Record<string, unknown>> = {
    ...rest,
    client_id: undefined,
    filters: Object.fromEntries(
      Object.entries(filters ?? {}).toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)),
    ),
    limit: limit === undefined || limit === null ? undefined : String(limit),
    column_limit: column_limit === undefined || column_limit === null ? undefined : String(column_limit),
  };
  const told = Object.entries(members)
    .filter(([, value]) => !isSilent(value))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { model: query.model, view: query.view, ...Object.fromEntries(told) };
}

function isSilent(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** 53 bits of a hash are the id, 128 others the slug. */
function namesOf(text: string): { readonly id: string; readonly slug: string } {
  const hash = createHash("sha256").update(text).digest();
  const id = String((hash.readBigUInt64BE(0) >> 11n) + 1n);
  let rest = (hash.readBigUInt64BE(8) << 64n) | hash.readBigUInt64BE(16);
  let slug = "";
  while (slug.length < 22) {
    slug += LETTERS[Number(rest % 62n)] ?? "0";
    rest /= 62n;
  }
  return { id, slug };
}
