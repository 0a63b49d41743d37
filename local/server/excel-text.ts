// Text -> text that a cell of Excel holds as it is.

/**
 * In a cell `_x0041_` means a character (ECMA-376, ST_Xstring), so that text which looks like one is spelled out;
 * and the two characters that XML has no place for are written like that.
 */
export function excelText(text: string): string {
  return text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replaceAll("\uFFFE", "_xFFFE_")
    .replaceAll("\uFFFF", "_xFFFF_");
}

/**
 * At most 31 characters, and none that Excel keeps for itself (Microsoft, "Rename a worksheet") or XML has no place for.
 * @param usual when nothing is left of the title
 */
export function sheetName(title: string, usual: string): string {
  const name = title
    .replaceAll(/[[\]:*?/\\\p{Cc}\uFFFE\uFFFF]/gu, " ")
    .replaceAll(/^'|'$/g, " ")
    .trim()
    .slice(0, 31)
    .replace(/'$/, "")
    .trim();
  return name === "" ? usual : name;
}
