// The first bytes of a file -> why it cannot be a CSV file in UTF-8, if they give it away.

const MARKS: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  {
    bytes: [0x1f, 0x8b],
    what: "is compressed with gzip, and its name does not end in .gz; call it so, or unpack it",
  },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: "is a zip archive or a spreadsheet; unpack or export it as CSV first",
  },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: "is compressed with zstd; unpack it first" },
  { bytes: [0x42, 0x5a, 0x68], what: "is compressed with bzip2; unpack it first" },
  { bytes: [0x50, 0x41, 0x52, 0x31], what: "is a Parquet file; export it as CSV" },
  { bytes: [0xff, 0xfe], what: "is written in UTF-16; save it as UTF-8" },
  { bytes: [0xfe, 0xff], what: "is written in UTF-16; save it as UTF-8" },
];

/**
 * @param first at least the first four bytes, or the whole file when it is shorter
 * @returns what it is and what to do, to follow the file's name in a sentence; undefined when it may be CSV
 */
export function foreignFormat(first: Buffer): string | undefined {
  return MARKS.find(({ bytes }) => first.subarray(0, bytes.length).equals(Buffer.from(bytes)))?.what;
}
