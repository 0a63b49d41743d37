// An answer -> bytes on the connection, with what a fault makes of them on the way.
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Answer } from "./answer.ts";
import type { FaultKind } from "./fault.ts";
import type { Content } from "./shelf.ts";

/** Sends it. A fault of the body (`cut`, `stall`, `slow`, `flip`) spoils what is sent. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  fault: FaultKind | undefined,
): Promise<void> {
  const { status, headers, body } = answer;
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  if (typeof body === "string") {
    response.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) }).end(body);
    return;
  }
  response.writeHead(status, headers);
  response.flushHeaders();
  const { start, end } = answer.range ?? { start: 0, end: body.size };
  const last = fault?.kind === "cut" || fault?.kind === "stall" ? Math.min(end, start + fault.after) : end;
  await pipeline(Readable.from(spoilt(body, start, last, fault)), response, { end: false });
  if (fault?.kind === "stall") return;
  if (last < end) response.destroy();
  else response.end();
}

async function* spoilt(
  body: Content,
  start: number,
  end: number,
  fault: FaultKind | undefined,
): AsyncIterable<Buffer> {
  let at = start;
  for (const piece of body.read(start, end)) {
    const bytes = fault?.kind === "flip" ? flipped(piece, fault.at - at) : piece;
    at += piece.length;
    if (fault?.kind !== "slow") {
      yield bytes;
      continue;
    }
    for (const part of inPieces(bytes, fault.bytes)) {
      yield part;
      await pause(fault.pauseMs);
    }
  }
}

function flipped(piece: Buffer, at: number): Buffer {
  if (at < 0 || at >= piece.length) return piece;
  const bytes = Buffer.from(piece);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

function* inPieces(bytes: Buffer, size: number): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
