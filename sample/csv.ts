// Fields into the text of one CSV record, quoted as the published file is.

/**
 * Writes one record with its closing newline. The published file is what Python's csv writer makes of
 * QUOTE_MINIMAL and the newline "\n": a field is quoted when it holds a comma, a double quote or a
 * newline, and a double quote in it is doubled.
 */
export function csvRecord(fields: readonly string[]): string {
  return `${fields.map(csvField).join(",")}\n`;
}

/** Writes one field, quoted when it must be. */
export function csvField(text: string): string {
  return /[,"\n]/.test(text) ? quotedField(text) : text;
}

/** Writes one field in quotes, whether it needs them or not. */
export function quotedField(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
