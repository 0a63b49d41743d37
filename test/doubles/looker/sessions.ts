// Logins -> tokens, each with the workspace its session is in.
import { randomUUID } from "node:crypto";

/** A session of the API. It ends with its token. */
export interface Session {
  readonly token: string;
  workspace: "production" | "dev";
  readonly until: number;
}

/** The sessions of one double. */
export interface Sessions {
  /** @param seconds how long the token is good for */
  open(seconds: number): Session;
  find(token: string): Session | undefined;
  close(token: string): void;
  /** How many are open. */
  readonly count: number;
  /** How many were ever opened. */
  readonly opened: number;
}

/** Nobody is logged in. */
export function makeSessions(): Sessions {
  const sessions = new Map<string, Session>();
  let opened = 0;
  return {
    open(seconds) {
      opened += 1;
      const token = randomUUID();
      const session: Session = { token, workspace: "production", until: Date.now() + seconds * 1000 };
      sessions.set(token, session);
      return session;
    },
    find(token) {
      const session = sessions.get(token);
      return session === undefined || session.until < Date.now() ? undefined : session;
    },
    close(token) {
      sessions.delete(token);
    },
    get count() {
      return sessions.size;
    },
    get opened() {
      return opened;
    },
  };
}
