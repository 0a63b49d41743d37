// A client id and a secret -> the credentials they are of; guessing is slow.
import type { FastifyRequest } from "fastify";
import { noteQuestion } from "./audit.ts";
import { Refusal } from "../looker-error.ts";
import type { Access } from "./access.ts";
import type { Credentials } from "./credentials.ts";
import { isSecret } from "./secret.ts";

/** What was sent. */
export interface Offered {
  readonly clientId: string;
  readonly secret: string;
}

/** Secrets are checked one after the other, so that many at once cost no more memory than one. */
const turns = new WeakMap<Access, { last: Promise<unknown>; waiting: number }>();
const MOST_WAITING = 50;

/**
 * Wrong secrets are counted by client id and address, so that somebody elsewhere cannot lock out whoever has the
 * right one; after a few, the next one has to wait.
 * @throws Refusal with status 404 when they are not right, as Looker does, with 429 when there were too many
 */
export async function logIn(access: Access, request: FastifyRequest, offered: Offered): Promise<Credentials> {
  const { both, address, id } = access.paces.wrong;
  const pair = `${offered.clientId} ${request.ip}`;
  const wait = Math.max(both.wait(pair), address.wait(request.ip), id.wait(offered.clientId));
  if (wait > 0)
    throw new Refusal(
      429,
      `Too many logins with a wrong client_id or client_secret. The next one is looked at in ${wait} ${wait === 1 ? "second" : "seconds"}.`,
      { retryAfter: wait },
    );
  const found = await access.credentials.find(offered.clientId);
  // Not what was sent: people mistake one box for the other.
  noteQuestion(request, { kind: "login", credentials: found?.name });
  if (await inTurn(access, () => isSecret(offered.secret, found?.secret))) {
    both.forgive(pair);
    if (found !== undefined) return found;
  }
  for (const [pace, key] of [
    [both, pair],
    [address, request.ip],
    [id, offered.clientId],
  ] as const)
    pace.take(key);
  throw new Refusal(404, "Not found: there are no API credentials with this client_id and client_secret.");
}

async function inTurn(access: Access, check: () => Promise<boolean>): Promise<boolean> {
  let queue = turns.get(access);
  if (queue === undefined) {
    queue = { last: Promise.resolve(), waiting: 0 };
    turns.set(access, queue);
  }
  if (queue.waiting >= MOST_WAITING)
    throw new Refusal(429, "Too many logins at once. Try again in a few seconds.", { retryAfter: 3 });
  queue.waiting += 1;
  const turn = queue.last.then(check, check);
  queue.last = turn;
  try {
    return await turn;
  } finally {
    queue.waiting -= 1;
  }
}
