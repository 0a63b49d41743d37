// Text -> the text without case and accents, for comparing what is typed with what is there.

/** `Élan` and `elan` are one, as are `ﬁlm` and `film` (Unicode, NFKD; marks are left out). */
export function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
