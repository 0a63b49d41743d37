// The little XML that S3 speaks: elements out, and the few that clients send in.

/** A text as it may stand in an element. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[<>&'"\r\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** `<name>content</name>`; the content is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** `<name>text</name>` for a value. */
export function textElement(name: string, text: string | number | boolean): string {
  return element(name, escapeXml(String(text)));
}

/** The contents of every element of this name, as XML. Good for flat documents only. */
export function contentsOf(xml: string, name: string): readonly string[] {
  const pattern = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g");
  return [...xml.matchAll(pattern)].map((match) => match[1] ?? "");
}

/** The text of the first element of this name; undefined when there is none. */
export function textOf(xml: string, name: string): string | undefined {
  const [content] = contentsOf(xml, name);
  return content === undefined ? undefined : unescapeXml(content);
}

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, sign: string) => {
    if (sign.startsWith("#x") || sign.startsWith("#X"))
      return String.fromCodePoint(Number.parseInt(sign.slice(2), 16));
    if (sign.startsWith("#")) return String.fromCodePoint(Number(sign.slice(1)));
    return NAMED[sign] ?? whole;
  });
}
