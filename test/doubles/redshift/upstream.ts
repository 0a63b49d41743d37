// A connection to the real Postgres, spoken to in messages: relayed to somebody, or asked on the double's own account.
import type { Socket } from "node:net";
import { Client } from "pg";
import { createReader, encode, queryMessage, readError, type ErrorFields, type Message } from "./wire.ts";

/** What a statement of the double's own gave. */
export interface OwnResult {
  readonly error: ErrorFields | undefined;
  /** The first column of each row, as text. */
  readonly rows: readonly string[];
}

/** One connection behind one client. */
export interface Upstream {
  /** `I` outside a transaction, `T` inside one, `E` inside one that failed. */
  status(): string;
  send(message: Message): void;
  /** Resolves when the answer to what was sent has gone to the listener, with the error in it. */
  settled(): Promise<ErrorFields | undefined>;
  /** Runs a statement whose answer the listener does not hear. */
  run(sql: string): Promise<OwnResult>;
  /** COPY FROM STDIN with these bytes; the listener hears nothing of it. */
  feed(sql: string, bytes: Buffer): Promise<OwnResult & { readonly rowCount: number }>;
  end(): void;
}

/** The driver signs in, and then lets go of the socket. */
interface Driver {
  readonly connection: { readonly stream: Socket };
}

/**
 * @param listener hears every message that is not an answer to `run` or `feed`
 * @param gone is called when the server has ended the connection
 */
export async function openUpstream(
  postgresUrl: string,
  listener: (message: Message) => void,
  gone: () => void,
): Promise<Upstream> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  const { stream } = (client as unknown as Driver).connection;
  for (const event of ["data", "end", "close", "error"]) stream.removeAllListeners(event);
  let status = "I";
  let hear = listener;
  let waiters: ((error: ErrorFields | undefined) => void)[] = [];
  let error: ErrorFields | undefined;
  const read = createReader();
  stream.on("data", (chunk: Buffer) => {
    for (const message of read(chunk)) {
      if (message.type === "E") error = readError(message.body);
      hear(message);
      if (message.type !== "Z") continue;
      status = message.body.toString("latin1");
      const [first] = waiters;
      waiters = waiters.slice(1);
      const failed = error;
      error = undefined;
      first?.(failed);
    }
  });
  stream.on("error", () => {});
  stream.on("close", () => {
    for (const waiter of waiters) waiter({ C: "08006", M: "the server is gone" });
    gone();
  });
  const settled = (): Promise<ErrorFields | undefined> =>
    new Promise((resolve) => {
      waiters.push(resolve);
    });
  const own = async (begin: () => void, answer: (message: Message) => void): Promise<OwnResult> => {
    const rows: string[] = [];
    hear = (message) => {
      if (message.type === "D") rows.push(firstCell(message.body));
      answer(message);
    };
    const done = settled();
    begin();
    const failed = await done;
    hear = listener;
    return { error: failed, rows };
  };
  return {
    status: () => status,
    send: (message) => void stream.write(encode(message)),
    settled,
    run: (sql) =>
      own(
        () => stream.write(encode(queryMessage(sql))),
        () => {},
      ),
    async feed(sql, bytes) {
      let rowCount = 0;
      const result = await own(
        () => stream.write(encode(queryMessage(sql))),
        (message) => {
          if (message.type === "G") {
            for (let at = 0; at < bytes.length; at += FEED)
              stream.write(encode({ type: "d", body: bytes.subarray(at, at + FEED) }));
            stream.write(encode({ type: "c", body: Buffer.alloc(0) }));
          }
          if (message.type === "C") rowCount = Number(/\d+/.exec(message.body.toString())?.[0] ?? 0);
        },
      );
      return { ...result, rowCount };
    },
    end: () => stream.destroy(),
  };
}

const FEED = 256 * 1024;

function firstCell(body: Buffer): string {
  const length = body.readInt32BE(2);
  return length < 0 ? "" : body.toString("utf8", 6, 6 + length);
}
