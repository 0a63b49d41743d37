// A port as typed -> a port that can be listened on, found out before the long work begins.
import { createServer } from "node:net";
import { Mistake } from "../generator/index.ts";
import { portTaken } from "../local/server/server.ts";

/**
 * @param typed what stands after --port; 0 lets the system choose
 * @param host the address to listen on
 * @throws Mistake when it is no port, Outage when another program has it
 */
export async function freePort(typed: string, host: string): Promise<number> {
  const port = Number(typed);
  if (!/^\d+$/.test(typed) || port > 65_535)
    throw new Mistake(`--port ${typed} is not a port; write a number from 0 to 65535.`);
  await new Promise<void>((done, failed) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      // Any other trouble is the server's own to tell, in its own words.
      if (error.code !== "EADDRINUSE") return done();
      failed(portTaken(port, error));
    });
    probe.listen(port, host, () => probe.close(() => done()));
  });
  return port;
}
