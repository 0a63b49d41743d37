// A piece of LookML SQL -> the same with its Liquid carried out: if, elsif, else and condition, which is all that is printed.

/** What the tags ask for. */
export interface LiquidHost {
  /** Plain text between tags. */
  readonly text: (text: string) => string;
  /** The value of `name._parameter_value`. */
  readonly parameter: (name: string) => string;
  /** `{% condition name %} on {% endcondition %}`. */
  readonly condition: (name: string, on: string) => string;
}

/** An open tag: `taken` when one of its branches has already been chosen, `live` while text in it counts. */
interface Open {
  readonly tag: "if" | "condition";
  readonly name: string;
  readonly outer: boolean;
  taken: boolean;
  live: boolean;
  text: string;
}

/** @throws Error for Liquid beyond the few tags that are printed */
export function renderLiquid(source: string, host: LiquidHost): string {
  const stack: Open[] = [{ tag: "if", name: "", outer: true, taken: true, live: true, text: "" }];
  const top = (): Open => {
    const open = stack.at(-1);
    if (open === undefined) throw new Error(`a tag is closed that was not open in ${source}`);
    return open;
  };
  const choose = (open: Open, holds: () => boolean): void => {
    open.live = open.outer && !open.taken && holds();
    open.taken ||= open.live;
  };
  const add = (text: string): void => {
    if (top().live) top().text += text;
  };
  for (const token of source.split(/(\{%[^]*?%\})/)) {
    const [, inner] = /^\{%-?\s*([^]*?)\s*-?%\}$/.exec(token) ?? [];
    if (inner === undefined) {
      if (/\{\{|\{%/.test(token)) throw new Error(`cannot carry out ${token}`);
      if (top().live) add(host.text(token));
      continue;
    }
    const [tag = "", ...words] = inner.split(/\s+/);
    switch (tag) {
      case "if": {
        const open: Open = { tag: "if", name: "", outer: top().live, taken: false, live: false, text: "" };
        choose(open, () => equal(words.join(" "), host));
        stack.push(open);
        break;
      }
      case "elsif":
        choose(top(), () => equal(words.join(" "), host));
        break;
      case "else":
        choose(top(), () => true);
        break;
      case "condition":
        stack.push({
          tag: "condition",
          name: words.join(" "),
          outer: top().live,
          taken: true,
          live: top().live,
          text: "",
        });
        break;
      case "endif":
      case "endcondition": {
        const closed = top();
        if (tag !== `end${closed.tag}`) throw new Error(`{% ${tag} %} closes ${closed.tag} in ${source}`);
        stack.pop();
        if (closed.outer)
          add(closed.tag === "if" ? closed.text : host.condition(closed.name, closed.text.trim()));
        break;
      }
      default:
        throw new Error(`cannot carry out {% ${inner} %}`);
    }
  }
  if (stack.length !== 1) throw new Error(`a tag is left open in ${source}`);
  return top().text;
}

function equal(test: string, host: LiquidHost): boolean {
  const [, name, value] = /^(\w+(?:\.\w+)?)\._parameter_value == '([^']*)'$/.exec(test) ?? [];
  if (name === undefined || value === undefined) throw new Error(`cannot decide {% if ${test} %}`);
  return host.parameter(name) === value;
}
