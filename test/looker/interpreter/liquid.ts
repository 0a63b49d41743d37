// A piece of LookML SQL -> the same with its Liquid carried out: the tags and filters that are printed, and no others.

/** What the tags ask for. */
export interface LiquidHost {
  /** Plain text between tags. */
  readonly text: (text: string) => string;
  /** The value of `name._parameter_value`. */
  readonly parameter: (name: string) => string;
  /** `{% parameter name %}`: its value as SQL. */
  readonly inserted?: (name: string) => string;
  /** `{% condition name %} on {% endcondition %}`. */
  readonly condition: (name: string, on: string) => string;
  /** `_filters['view.field']`: the filter expression of the question on it. */
  readonly filter?: (name: string) => string;
}

type Value = string | number | readonly string[];
type Names = Map<string, Value>;

/** @throws Error for Liquid beyond the few tags that are printed */
export function renderLiquid(source: string, host: LiquidHost): string {
  const tokens = source.split(/(\{%[^]*?%\}|\{\{[^]*?\}\})/);
  const { text, at } = render(tokens, 0, new Map(), host, []);
  if (at < tokens.length) throw new Error(`${tokens[at] ?? ""} closes what was not open in ${source}`);
  return text;
}

/** Reads up to one of the tags in `ends`, which is left to the caller. */
function render(
  tokens: readonly string[],
  from: number,
  names: Names,
  host: LiquidHost | undefined,
  ends: readonly string[],
): { readonly text: string; readonly at: number } {
  let text = "";
  let at = from;
  /** Carries out what stands before the next of some tags, or (not live) passes it over. */
  const upTo = (live: boolean, ...until: readonly string[]): string => {
    const inner = render(tokens, at, names, live ? host : undefined, until);
    if (inner.at >= tokens.length) throw new Error(`a tag is left open: no ${until.join(" or ")}`);
    at = inner.at;
    return inner.text;
  };
  while (at < tokens.length) {
    const token = tokens[at] ?? "";
    const [, output] = /^\{\{([^]*)\}\}$/.exec(token) ?? [];
    const [, tag = "", words = ""] = /^\{%-?\s*(\w+)\s*([^]*?)\s*-?%\}$/.exec(token) ?? [];
    if (ends.includes(tag)) return { text, at };
    at += 1;
    if (output !== undefined) text += host === undefined ? "" : String(valueOf(output, names, host));
    else if (tag === "") {
      if (/\{\{|\{%/.test(token)) throw new Error(`cannot carry out ${token}`);
      text += host === undefined ? "" : host.text(token);
    } else if (tag === "assign") {
      const [, name = "", value = ""] = /^(\w+)\s*=([^]*)$/.exec(words) ?? [];
      if (host !== undefined) names.set(name, valueOf(value, names, host));
    } else if (tag === "parameter") {
      if (host !== undefined && host.inserted === undefined) throw new Error(`cannot carry out ${token}`);
      text += host?.inserted?.(words) ?? "";
    } else if (tag === "condition") {
      const on = upTo(host !== undefined, "endcondition");
      at += 1;
      text += host?.condition(words, on.trim()) ?? "";
    } else if (tag === "incrementcondition" && words === "") {
      // A question asks what Looker has kept, which is all of the data.
      upTo(false, "endincrementcondition");
      at += 1;
      text += host === undefined ? "" : "1=1";
    } else if (tag === "if") {
      let taken = host !== undefined && holds(words, names, host);
      text += upTo(taken, "elsif", "else", "endif");
      for (;;) {
        const [, next = "", test = ""] = /^\{%-?\s*(\w+)\s*([^]*?)\s*-?%\}$/.exec(tokens[at] ?? "") ?? [];
        at += 1;
        if (next === "endif") break;
        const live = host !== undefined && !taken && (next === "else" || holds(test, names, host));
        taken ||= live;
        text += upTo(live, "elsif", "else", "endif");
      }
    } else if (tag === "for") {
      const [, name = "", list = ""] = /^(\w+)\s+in\s+(\w+)$/.exec(words) ?? [];
      const items = names.get(list) ?? [];
      if (!Array.isArray(items)) throw new Error(`${list} is no list`);
      const body = at;
      upTo(false, "endfor");
      const end = at;
      for (const [index, item] of items.entries()) {
        at = body;
        names.set(name, String(item)).set("forloop.index", index + 1);
        text += upTo(host !== undefined, "endfor");
      }
      at = end + 1;
    } else throw new Error(`cannot carry out ${token}`);
  }
  return { text, at };
}

function holds(test: string, names: Names, host: LiquidHost): boolean {
  const [, left = "", right = ""] = /^([\w.]+) == ('[^']*'|\d+)$/.exec(test) ?? [];
  if (left === "") throw new Error(`cannot decide {% if ${test} %}`);
  const [, parameter] = /^(.*)\._parameter_value$/.exec(left) ?? [];
  const value = parameter === undefined ? valueOf(left, names, host) : host.parameter(parameter);
  return value === valueOf(right, names, host);
}

/** `start | filter: argument | …`, with texts in single quotes, numbers and assigned names. */
function valueOf(expression: string, names: Names, host: LiquidHost): Value {
  const [start = "", ...filters] = expression.trim().match(/(?:'[^']*'|[^'|])+/g) ?? [];
  let value = atom(start.trim(), names, host);
  for (const filter of filters) {
    const [, name = "", rest = ""] = /^\s*(\w+)\s*(?::\s*([^]*?))?\s*$/.exec(filter) ?? [];
    const words = (rest.match(/'[^']*'|[^,\s]+/g) ?? []).map((one) => atom(one, names, host));
    value = filtered(value, name, words);
  }
  return value;
}

function filtered(value: Value, name: string, [first = "", second = ""]: readonly Value[]): Value {
  if (name === "size" && typeof value !== "number") return value.length;
  if (name === "modulo") return Number(value) % Number(first);
  if (typeof value !== "string") throw new Error(`cannot apply ${name} to ${String(value)}`);
  if (name === "replace") return value.replaceAll(String(first), () => String(second));
  if (name === "append") return value + String(first);
  if (name === "split") {
    // As in Ruby, what is empty at the end is none.
    const parts = value.split(String(first));
    return parts.slice(0, parts.findLastIndex((part) => part !== "") + 1);
  }
  throw new Error(`cannot carry out the filter ${name}`);
}

function atom(word: string, names: Names, host: LiquidHost): Value {
  if (/^'[^']*'$/.test(word)) return word.slice(1, -1);
  if (/^\d+$/.test(word)) return Number(word);
  const [, asked] = /^_filters\['([\w.]+)'\]$/.exec(word) ?? [];
  const value = asked === undefined ? names.get(word) : host.filter?.(asked);
  if (value === undefined) throw new Error(`nothing is called ${word}`);
  return value;
}
