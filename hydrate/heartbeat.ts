// A lease that is held -> signs of life on a connection of its own, until it is given back.
import type { LeaseMeans, LeaseTimes } from "./lease-means.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** Shows signs of life on a connection of its own, which is opened anew when it is lost. */
export function keepBeating(
  { connect, names, now }: LeaseMeans,
  times: LeaseTimes,
  token: number,
): () => Promise<void> {
  let own: Warehouse | undefined;
  let beating: Promise<void> | undefined;
  const beat = async (): Promise<void> => {
    try {
      own ??= await connect();
      await own.query(`UPDATE ${names.kept("beats")} SET beats = beats + 1, latest = $2 WHERE token = $1`, [
        token,
        now(),
      ]);
    } catch {
      // The next beat opens another connection. A run that cannot show itself is fenced, so nothing can go wrong.
      const gone = own;
      own = undefined;
      await gone?.close();
    }
  };
  const tick = (): void => {
    beating ??= beat().finally(() => {
      beating = undefined;
    });
  };
  const timer = setInterval(tick, times.beat);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await beating;
    await own?.close();
  };
}
