// COPY commands with their bytes -> one message to the server and one answer, however many tables there are.
import type { Connection, Submittable } from "pg";

/** One COPY FROM STDIN. */
export interface Copy {
  /** The statement. */
  readonly command: string;
  /** All that it reads. They must stay as they are until it is done. */
  readonly bytes: Buffer;
}

/** The kind of the message, and how long it is (PostgreSQL's manual, "Message Formats": CopyData, CopyDone). */
const DATA = "d".charCodeAt(0);
const DONE = Buffer.from("c\0\0\0\u0004");
const LENGTH_BYTES = 4;

/**
 * Rows for several tables as one statement of the driver, in one transaction.
 *
 * The server reads commands and data in the order they come, so nothing waits for its word that it is ready for data:
 * when a command fails, it skips what was meant for it (the manual, "COPY Operations"). A way there and back for each
 * of some hundred commands took longer than the loading itself.
 */
export class Copying implements Submittable {
  /** How many rows each command has loaded, in order; rejects with the driver's error. */
  readonly loaded: Promise<readonly number[]>;
  private readonly before: string;
  private readonly copies: readonly Copy[];
  private readonly counts: number[] = [];
  private end: (counts: readonly number[]) => void = () => {};
  private fail: (error: Error) => void = () => {};

  /** @param before statements of the same transaction, or nothing */
  constructor(before: string, copies: readonly Copy[]) {
    this.before = before;
    this.copies = copies;
    this.loaded = new Promise((resolve, reject) => {
      this.end = resolve;
      this.fail = reject;
    });
  }

  /** The driver calls it when the session is free. */
  submit(connection: Connection): void {
    const { stream } = connection;
    stream.cork();
    connection.query([this.before, ...this.copies.map(({ command }) => command)].join("; "));
    for (const { bytes } of this.copies) {
      const head = Buffer.alloc(1 + LENGTH_BYTES);
      head[0] = DATA;
      head.writeUInt32BE(LENGTH_BYTES + bytes.length, 1);
      stream.write(head);
      stream.write(bytes);
      stream.write(DONE);
    }
    stream.uncork();
  }

  /** The server is ready for data, which are on their way. */
  handleCopyInResponse(): void {}

  /** A statement is done. */
  handleCommandComplete({ text }: { readonly text: string }): void {
    const [, rows] = /^COPY (\d+)$/.exec(text) ?? [];
    if (rows !== undefined) this.counts.push(Number(rows));
  }

  /** All are. */
  handleReadyForQuery(): void {
    this.end(this.counts);
  }

  /** One has failed, or the connection is lost. */
  handleError(error: Error): void {
    this.fail(error);
  }
}
