/** W3: one run of a thousand actions side by side, and a join. */
import type { LocalPostgres } from "../../postgres/local.ts";
import type { Peer } from "../peers/peer.ts";
import { inSession, makeInputs, measured, rounded, runAll, until } from "../session.ts";

const WARM_UP_WIDTH = 20;

export async function w3(server: LocalPostgres, peer: Peer, width: number) {
  return inSession(server, peer, async (session) => {
    const { context } = session;
    await runAll(session, "fan", makeInputs(1, { width: WARM_UP_WIDTH }));
    let seconds = 0;
    const cost = await measured(session, width, async () => {
      const begin = performance.timeOrigin + performance.now();
      const [id] = await peer.start(context, "fan", makeInputs(1, { width }));
      let end: number | undefined;
      await until("the run is done", async () => {
        end = await peer.doneAt!(context, id!);
        return end !== undefined;
      });
      seconds = rounded((end! - begin) / 1000, 3);
    });
    return { width, ...cost, seconds, steps_per_s: Math.round(width / seconds) };
  });
}
