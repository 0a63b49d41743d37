// An answer of the S3 double before it is sent: status, headers, and a body of XML or of an object's bytes.
import type { Content } from "./shelf.ts";
import { STATUS_OF, type Refusal } from "./refusal.ts";
import { element, textElement } from "./xml.ts";

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Content | string | undefined;
  /** The part of `body` that is sent; undefined sends all. `end` is not part of it. */
  readonly range?: { readonly start: number; readonly end: number };
}

/** Headers alone. */
export function plainAnswer(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: undefined };
}

/** @param content of the element, as XML */
export function xmlAnswer(root: string, content: string): Answer {
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content)}`,
  };
}

/** A refusal as S3 sends it; without a body where there can be none. */
export function refusalAnswer(refusal: Refusal, method: string, requestId: string): Answer {
  const status = STATUS_OF[refusal.code];
  if (method === "HEAD" || status === 304) return plainAnswer(status, refusal.headers);
  const more = Object.entries(refusal.more).map(([name, value]) => textElement(name, value));
  const content = [
    textElement("Code", refusal.code),
    textElement("Message", refusal.message),
    ...more,
    textElement("RequestId", requestId),
  ].join("");
  const { headers, body } = xmlAnswer("Error", content);
  return { status, headers: { ...headers, ...refusal.headers }, body };
}
