// A Looker filter expression -> its terms: text between commas that are neither escaped, quoted, nor inside brackets.

/** Trimmed, with escapes and quotes still in them; none for an expression of blanks. */
export function termsOf(expression: string): readonly string[] {
  const terms = [""];
  let quoted = false;
  let bracket = false;
  for (let at = 0; at < expression.length; at += 1) {
    const sign = expression.charAt(at);
    if (sign === "^") {
      terms.push(`${terms.pop() ?? ""}${sign}${expression.charAt((at += 1))}`);
      continue;
    }
    if (sign === '"') quoted = !quoted;
    if (!quoted && /[[(]/.test(sign)) bracket = true;
    if (!quoted && /[\])]/.test(sign)) bracket = false;
    if (sign === "," && !quoted && !bracket) terms.push("");
    else terms.push(`${terms.pop() ?? ""}${sign}`);
  }
  return terms.map((term) => term.trim()).filter((term) => term !== "");
}
