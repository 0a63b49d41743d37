// A way from one port to another on this machine that can be shut, and cut in the middle of what passes.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Open until it is closed. */
export interface Passage {
  readonly port: number;
  /** Breaks what passes and lets nothing in any more. */
  shut(): Promise<void>;
  /** Lets in again, on the same port. */
  open(): Promise<void>;
  /** Breaks each connection once so many more bytes have come back through it; undefined for never. */
  cutAfter(bytes: number | undefined): void;
  close(): Promise<void>;
}

/** @param target the port it leads to */
export async function openPassage(target: number): Promise<Passage> {
  const sockets = new Set<Socket>();
  let left: number | undefined;
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.pipe(far);
    far.on("data", (bytes) => {
      if (left !== undefined) left -= bytes.length;
      if (left !== undefined && left < 0) near.resetAndDestroy();
      else if (!near.write(bytes)) {
        far.pause();
        near.once("drain", () => far.resume());
      }
    });
    far.on("end", () => near.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const shut = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  return {
    port,
    shut,
    async open() {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    cutAfter(bytes) {
      left = bytes;
    },
    close: shut,
  };
}
