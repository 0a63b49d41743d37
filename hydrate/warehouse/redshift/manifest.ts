// Parts in the pipeline bucket -> the manifest that COPY reads.

/**
 * @param parts each with its whole address and its size in bytes
 * @returns JSON in UTF-8. Every file is mandatory: without the word, COPY loads fewer rows when one is missing
 *   (Redshift, "Using a manifest to specify data files")
 */
export function manifestOf(parts: readonly { readonly uri: string; readonly bytes: number }[]): Buffer {
  const entries = parts.map(({ uri, bytes }) => ({
    url: uri,
    mandatory: true,
    meta: { content_length: bytes },
  }));
  return Buffer.from(`${JSON.stringify({ entries }, undefined, 1)}\n`);
}
