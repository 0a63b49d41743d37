// Text from a spreadsheet, a file or a message -> the values it lists.

/** Whether pasted text is a list rather than one value. */
export function looksLikeList(text: string): boolean {
  return /[\n\t]/.test(text.trim());
}

/**
 * New lines and tabs part values, since names hold commas; only a text without either is parted by its commas
 * outside quotes. Quotes around a value, as spreadsheets put them, are no part of it.
 * @returns each value once, in order
 */
export function splitList(text: string): readonly string[] {
  const trimmed = text.trim();
  const parts = looksLikeList(trimmed) ? trimmed.split(/[\n\t\r]+/) : splitCommas(trimmed);
  return [...new Set(parts.map(unquoted).filter((value) => value !== ""))];
}

/** Parts at commas outside quotes. */
export function splitCommas(text: string): readonly string[] {
  return (text.match(/(?:"(?:[^"]|"")*"|[^,"])+|"/g) ?? []).map((part) => part.trim());
}

function unquoted(text: string): string {
  const [, inner] = /^\s*"((?:[^"]|"")*)"\s*,?\s*$/.exec(text) ?? [];
  return inner === undefined ? text.trim() : inner.replaceAll('""', '"');
}
