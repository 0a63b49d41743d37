// A Redshift cluster for tests: the wire protocol, Redshift's rules, Postgres's tables, and COPY from an S3 server.
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { S3Client } from "@aws-sdk/client-s3";
import { makeFaults, type Faults } from "./fault.ts";
import { STARTUP } from "./refusal.ts";
import { openSession, type Session } from "./session.ts";
import { makeSystem } from "./system.ts";
import { createReader, encode, errorMessage, type Message, readText, zeroEnded } from "./wire.ts";

/** How to open one. */
export interface RedshiftDoubleOptions {
  /** The Postgres behind it. */
  readonly postgresUrl: string;
  /** The S3 server COPY reads from. */
  readonly s3: {
    readonly endpoint: string;
    readonly region: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  /** The roles the cluster has; `ROLE` alone when not said. */
  readonly roles?: readonly string[];
  /** A free one when not said. */
  readonly port?: number;
}

/** A running double. */
export interface RedshiftDouble {
  /** `redshift://user:password@127.0.0.1:port/database`. */
  readonly url: string;
  /** The role its COPY may use. */
  readonly role: string;
  readonly faults: Faults;
  /** Every statement it was asked, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** The role a double has when nothing else is said. */
export const ROLE = "arn:aws:iam::123456789012:role/redshift-reads-pipeline";

const USER = "admin";
const PASSWORD = "double-secret";

/** Opens one on a port of this machine. */
export async function openRedshiftDouble(options: RedshiftDoubleOptions): Promise<RedshiftDouble> {
  const { postgresUrl, roles = [ROLE], port = 0 } = options;
  await makeSystem(postgresUrl);
  const { endpoint, region, accessKeyId, secretAccessKey } = options.s3;
  const s3 = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  const faults = makeFaults();
  const asked: string[] = [];
  const means = { postgresUrl, s3, region, roles, faults, heard: (sql: string) => void asked.push(sql) };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => sockets.delete(socket));
    // A client that goes away in the middle is no error of ours.
    socket.on("error", () => {});
    attend(socket, (client) => openSession(client, means)).catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error);
      if (!socket.destroyed)
        socket.end(encode(errorMessage({ C: "XX000", M: `the Redshift double: ${said}` }, "FATAL")));
    });
  });
  await new Promise<void>((done) => {
    server.listen(port, "127.0.0.1", done);
  });
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `redshift://${USER}:${PASSWORD}@${place}/dev`,
    role: roles[0] ?? "",
    faults,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
      s3.destroy();
    },
  };
}

const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;

/** From the first byte to the last. */
async function attend(socket: Socket, open: (socket: Socket) => Promise<Session>): Promise<void> {
  const read = createReader();
  let session: Session | undefined;
  let held: Buffer = Buffer.alloc(0);
  let greeted = false;
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      let rest = chunk;
      while (!greeted) {
        held = Buffer.concat([held, rest]);
        rest = Buffer.alloc(0);
        if (held.length < 8 || held.length < held.readInt32BE(0)) break;
        const length = held.readInt32BE(0);
        const first = held.subarray(4, length);
        held = held.subarray(length);
        const asked = first.readInt32BE(0);
        if (asked === SSL_REQUEST || asked === GSS_REQUEST) socket.write("N");
        else if (asked === CANCEL_REQUEST) return;
        else if (!greet(socket, first)) return;
        else {
          greeted = true;
          rest = held;
        }
      }
      if (!greeted) continue;
      for (const message of read(rest)) {
        if (session === undefined) {
          if (!proved(socket, message)) return;
          session = await open(socket);
        } else await session.take(message);
      }
    }
  } finally {
    session?.close();
  }
}

/** @returns whether the client may go on and say its password */
function greet(socket: Socket, startup: Buffer): boolean {
  const said = new Map<string, string>();
  let at = 4;
  while (at < startup.length - 1) {
    const name = readText(startup, at);
    const value = readText(startup, name.next);
    said.set(name.text.toLowerCase(), value.text);
    at = value.next;
  }
  const unknown = [...said.keys()].find((name) => !STARTUP.has(name));
  if (unknown !== undefined) {
    return refuse(
      socket,
      "42501",
      `permission denied to set parameter "${unknown}" to "${said.get(unknown)}"`,
    );
  }
  if (said.get("user") !== USER) return refuse(socket, "28000", `no such user: "${said.get("user") ?? ""}"`);
  const cleartext = Buffer.alloc(4);
  cleartext.writeInt32BE(3);
  socket.write(encode({ type: "R", body: cleartext }));
  return true;
}

function proved(socket: Socket, message: Message): boolean {
  if (message.type !== "p" || readText(message.body, 0).text !== PASSWORD)
    return refuse(socket, "28000", `password authentication failed for user "${USER}"`);
  socket.write(encode({ type: "R", body: Buffer.alloc(4) }));
  // Neither `standard_conforming_strings` nor `server_version_num` is among what Redshift tells.
  for (const [name, value] of [
    ["server_version", "8.0.2"],
    ["client_encoding", "UNICODE"],
    ["server_encoding", "UNICODE"],
    ["integer_datetimes", "on"],
    ["padb_version", "1.0.88888"],
  ] as const)
    socket.write(encode({ type: "S", body: Buffer.concat([zeroEnded(name), zeroEnded(value)]) }));
  return true;
}

function refuse(socket: Socket, code: string, message: string): false {
  socket.end(encode(errorMessage({ C: code, M: message }, "FATAL")));
  return false;
}
