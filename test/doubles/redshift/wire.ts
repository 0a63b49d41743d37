// Bytes of Postgres's wire protocol, version 3 <-> messages (PostgreSQL's manual, "Frontend/Backend Protocol").

/** One message: its letter, and what follows its length. */
export interface Message {
  readonly type: string;
  readonly body: Buffer;
}

/** Takes bytes as they come, and gives the messages that are whole. */
export function createReader(): (chunk: Buffer) => readonly Message[] {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const messages: Message[] = [];
    let at = 0;
    while (held.length - at >= 5) {
      const length = held.readInt32BE(at + 1);
      if (held.length - at < 1 + length) break;
      messages.push({
        type: String.fromCharCode(held[at] ?? 0),
        body: held.subarray(at + 5, at + 1 + length),
      });
      at += 1 + length;
    }
    held = held.subarray(at);
    return messages;
  };
}

/** A message as bytes. */
export function encode({ type, body }: Message): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A text with the zero byte that ends it. */
export function zeroEnded(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

/** The text that begins here, and where the next thing begins. */
export function readText(body: Buffer, at: number): { readonly text: string; readonly next: number } {
  const end = body.indexOf(0, at);
  return { text: body.toString("utf8", at, end), next: end + 1 };
}

/** A statement to run at once. */
export function queryMessage(sql: string): Message {
  return { type: "Q", body: zeroEnded(sql) };
}

/** What went wrong, by the letters of the protocol: `C` the code, `M` the message, `D` the detail, `W` the context. */
export type ErrorFields = Readonly<Record<string, string>>;

/** An error for the client. */
export function errorMessage(fields: ErrorFields, severity = "ERROR"): Message {
  const all = { S: severity, V: severity, ...fields };
  const parts = Object.entries(all).map(([letter, text]) => zeroEnded(`${letter}${text}`));
  return { type: "E", body: Buffer.concat([...parts, Buffer.from([0])]) };
}

/** The fields of an error that the server sent. */
export function readError(body: Buffer): ErrorFields {
  const fields: Record<string, string> = {};
  let at = 0;
  while ((body[at] ?? 0) !== 0) {
    const letter = String.fromCharCode(body[at] ?? 0);
    const { text, next } = readText(body, at + 1);
    fields[letter] = text;
    at = next;
  }
  return fields;
}

/** The end of an answer. @param status `I` outside a transaction, `T` inside, `E` inside a failed one */
export function readyMessage(status: string): Message {
  return { type: "Z", body: Buffer.from(status, "latin1") };
}

/** What a statement did: `COPY`, `INSERT 0 3`. */
export function completeMessage(tag: string): Message {
  return { type: "C", body: zeroEnded(tag) };
}
