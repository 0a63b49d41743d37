// A path -> the drops that lie there with what their vendors say of them, in an order that follows the chain.
import { findDrops, type DropRequest } from "../drop.ts";
import type { Storage } from "../storage/storage.ts";
import { inChainOrder } from "./chain.ts";
import { readDelivery, type DeliveredDrop } from "./delivery.ts";

/**
 * @returns at least one; what speaks against a drop is in its findings, and not thrown
 * @throws Mistake when there is none or it is not clear what a file is, Outage when the storage does not answer
 */
export async function deliveredDrops(
  request: DropRequest,
  storage: Storage,
  now: Date,
): Promise<readonly DeliveredDrop[]> {
  const drops: DeliveredDrop[] = [];
  for (const drop of await findDrops(request, storage))
    drops.push(await readDelivery(drop, request.model, storage, now));
  return inChainOrder(drops);
}
