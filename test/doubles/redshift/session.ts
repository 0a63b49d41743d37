// One client's connection -> messages judged one by one: relayed to Postgres, refused, or done by the double.
import type { Socket } from "node:net";
import type { S3Client } from "@aws-sdk/client-s3";
import { createShower } from "./bytes.ts";
import { runCopy } from "./copy.ts";
import type { Copy } from "./copy-statement.ts";
import type { Faults } from "./fault.ts";
import type { Refusal } from "./refusal.ts";
import { statementsOf, tokensOf } from "./tokens.ts";
import { openUpstream, type Upstream } from "./upstream.ts";
import { judge } from "./verdict.ts";
import {
  completeMessage,
  encode,
  errorMessage,
  type Message,
  queryMessage,
  readError,
  readText,
  readyMessage,
  zeroEnded,
} from "./wire.ts";

/** What all sessions of a double share. */
export interface SessionMeans {
  readonly postgresUrl: string;
  readonly s3: S3Client;
  readonly region: string;
  readonly roles: readonly string[];
  readonly faults: Faults;
  /** Hears every statement as it came. */
  readonly heard: (sql: string) => void;
}

/** One client that has signed in. */
export interface Session {
  /** Takes a message and does all that follows from it. One after the other. */
  take(message: Message): Promise<void>;
  close(): void;
}

/** @param socket the client's; it is told that all is ready */
export async function openSession(socket: Socket, means: SessionMeans): Promise<Session> {
  const show = createShower();
  const tell = (message: Message): void => {
    if (!socket.destroyed) socket.write(encode(message));
  };
  const upstream = await openUpstream(
    means.postgresUrl,
    (message) => tell(show(inItsWords(message))),
    () => socket.destroy(),
  );
  const [pid = "0"] = (await upstream.run("SELECT pg_backend_pid()")).rows;
  // What Redshift counts in, whatever the database behind was told.
  await upstream.run("SET timezone TO 'UTC'");
  const work: Work = { upstream, tell, means, pid: Number(pid), statements: [], cut: () => socket.destroy() };
  let refused: Refusal | undefined;
  tell(readyMessage("I"));
  return {
    async take(message) {
      if (message.type === "X") return upstream.end();
      if (message.type === "Q") return query(readText(message.body, 0).text, work);
      // After an error in the longer protocol nothing counts until the client says Sync.
      if (refused !== undefined) {
        if (message.type !== "S") return undefined;
        const refusal = refused;
        refused = undefined;
        return refuse(refusal, work);
      }
      if (message.type !== "P") return relay(message, work);
      const found = parse(message, work);
      if ("code" in found) refused = found;
      else upstream.send(found);
      return undefined;
    },
    close: () => upstream.end(),
  };
}

interface Work {
  readonly upstream: Upstream;
  readonly tell: (message: Message) => void;
  readonly means: SessionMeans;
  readonly pid: number;
  /** Those of the transaction that is open. */
  statements: string[];
  readonly cut: () => void;
}

async function relay(message: Message, { upstream }: Work): Promise<void> {
  const done = message.type === "S" ? upstream.settled() : undefined;
  upstream.send(message);
  await done;
}

/** A statement with parameters. */
function parse(message: Message, work: Work): Message | Refusal {
  const name = readText(message.body, 0);
  const sql = readText(message.body, name.next);
  remember(sql.text, work);
  const verdict = judge(tokensOf(sql.text), work.upstream.status() === "T");
  if (verdict.kind === "refuse") return verdict.refusal;
  if (verdict.kind !== "pass")
    return {
      code: "XX000",
      message: `the Redshift double does not know ${verdict.kind.toUpperCase()} in the extended protocol`,
    };
  const body = Buffer.concat([zeroEnded(name.text), zeroEnded(verdict.sql), message.body.subarray(sql.next)]);
  return { type: "P", body };
}

async function query(sql: string, work: Work): Promise<void> {
  remember(sql, work);
  const { upstream, tell } = work;
  const passed: string[] = [];
  for (const statement of statementsOf(tokensOf(sql))) {
    const verdict = judge(statement, upstream.status() === "T");
    if (verdict.kind === "refuse") return refuse(verdict.refusal, work);
    if (verdict.kind === "copy") return copy(verdict.copy, work);
    if (verdict.kind === "commit") return commit(work);
    if (verdict.kind === "truncate") {
      const failed = (await upstream.run(verdict.sql)).error;
      if (failed !== undefined) return refuse({ code: failed["C"] ?? "", message: failed["M"] ?? "" }, work);
      if (upstream.status() === "T") await upstream.run("COMMIT");
      tell(completeMessage("TRUNCATE TABLE"));
      return tell(readyMessage(upstream.status()));
    }
    passed.push(verdict.sql);
  }
  const done = upstream.settled();
  upstream.send(queryMessage(passed.join(";")));
  await done;
  return undefined;
}

function remember(sql: string, work: Work): void {
  work.means.heard(sql);
  if (work.upstream.status() === "I") work.statements = [];
  work.statements.push(sql);
}

/** The server is made to say it, so that a transaction that is open fails as it would. */
async function refuse({ code, message }: Refusal, { upstream }: Work): Promise<void> {
  const quoted = message.replaceAll("'", "''").replaceAll("%", "%%");
  const done = upstream.settled();
  upstream.send(
    queryMessage(
      upstream.status() === "E"
        ? "SELECT 1"
        : `DO $double$ BEGIN RAISE EXCEPTION '${quoted}' USING ERRCODE = '${code}'; END $double$`,
    ),
  );
  await done;
}

async function commit(work: Work): Promise<void> {
  const { upstream, tell, means, cut } = work;
  const open = upstream.status() === "T";
  const fault = open
    ? means.faults.take(["cut_before_commit", "cut_after_commit", "conflict"], work.statements)?.kind
    : undefined;
  if (fault === "cut_before_commit") {
    upstream.end();
    return cut();
  }
  if (fault === "conflict") {
    await upstream.run("ROLLBACK");
    const detail =
      "Serializable isolation violation on table - 104862, transactions forming the cycle are: 2115, 2122 (pid:1073873096)";
    tell(errorMessage({ C: "XX000", M: "1023", D: detail }));
    return tell(readyMessage("I"));
  }
  if (fault === "cut_after_commit") {
    await upstream.run("COMMIT");
    return cut();
  }
  const done = upstream.settled();
  upstream.send(queryMessage("COMMIT"));
  await done;
  return undefined;
}

async function copy(asked: Copy, work: Work): Promise<void> {
  const { upstream, tell, means, pid, cut } = work;
  if (upstream.status() === "E") return refuse({ code: "", message: "" }, work);
  const alone = upstream.status() === "I";
  if (alone) await upstream.run("BEGIN");
  if (asked.noload) await upstream.run("SAVEPOINT noload");
  let isCut = false;
  const done = await runCopy(asked, {
    ...means,
    upstream,
    session: pid,
    firstFile: () => {
      isCut = means.faults.take(["cut_in_copy"], work.statements) !== undefined;
    },
  });
  if (isCut) {
    upstream.end();
    return cut();
  }
  if (typeof done !== "number") {
    if (alone) await upstream.run("ROLLBACK");
    // Postgres has failed the transaction already when a row was to blame, and not when a file was.
    else if (upstream.status() === "T") return refuse(done, work);
    tell(errorMessage({ C: done.code, M: done.message }));
    return tell(readyMessage(upstream.status()));
  }
  if (asked.noload) await upstream.run("ROLLBACK TO SAVEPOINT noload");
  if (alone) await upstream.run("COMMIT");
  const what = asked.noload ? "NOLOAD: no" : `Load into table completed, ${done}`;
  tell({
    type: "N",
    body: errorMessage({ C: "00000", M: `${what} record(s) loaded successfully.` }, "INFO").body,
  });
  tell(completeMessage("COPY"));
  return tell(readyMessage(upstream.status()));
}

/** Postgres's words for a text that has too many bytes -> Redshift's. */
function inItsWords(message: Message): Message {
  if (message.type !== "E") return message;
  const fields = readError(message.body);
  if (fields["C"] !== "23514" || !fields["n"]?.startsWith("bytes_")) return message;
  return errorMessage({ C: "22001", M: "Value too long for character type" });
}
