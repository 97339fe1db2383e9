/** W7: how long a tenant's runs take while another one floods the engine. */
import { randomUUID } from "node:crypto";
import type { LocalPostgres } from "../../postgres/local.ts";
import { definitions } from "../definitions.ts";
import { addOrganization, publish, sluice, startMany } from "../peers/sluice.ts";
import { inSession, makeInputs, quantile, rounded, runAll, until } from "../session.ts";
import { idle, timeOne } from "./latency.ts";

const FLOOD = 20_000;
const LOW_TIDE = 5000;

export async function w7(server: LocalPostgres, concurrency: number, runs: number) {
  return inSession(server, sluice(concurrency), async (session) => {
    const { context } = session;
    const noisy = randomUUID();
    await addOrganization(context, noisy, "noisy");
    const workflow = await publish(context, "noise", definitions.five, noisy);
    await runAll(session, "one", makeInputs(20));

    const measure = async () => {
      const times: number[] = [];
      while (times.length < runs) {
        await idle();
        times.push(await timeOne(session, "one"));
      }
      return times;
    };
    const quiet = await measure();
    const underWay = async () => {
      const { rows } = await context.pool.query<{ n: number }>(
        "select count(*)::int as n from sluice_private.live_executions where organization_id = $1",
        [noisy],
      );
      return rows[0]!.n;
    };
    const over = new AbortController();
    const flood = (async () => {
      while (!over.signal.aborted) {
        await startMany(context, workflow, makeInputs(FLOOD));
        await until(
          "the flood is low",
          async () => over.signal.aborted || (await underWay()) < LOW_TIDE,
        );
      }
    })();
    await until("the flood is there", async () => (await underWay()) > LOW_TIDE);
    const ended = async () => {
      const { rows } = await context.pool.query<{ n: number }>(
        "select count(*)::int as n from sluice_private.executions where organization_id = $1",
        [noisy],
      );
      return rows[0]!.n;
    };
    const [endedBefore, begin] = [await ended(), performance.now()];
    const flooded = await measure();
    const seconds = (performance.now() - begin) / 1000;
    const noise = Math.round(((await ended()) - endedBefore) / seconds);
    over.abort();
    await flood;
    const [before, under] = [quantile(quiet, 0.99), quantile(flooded, 0.99)];
    return {
      ...{ runs, idle_p50_ms: quantile(quiet, 0.5), idle_p99_ms: before },
      ...{ flooded_p50_ms: quantile(flooded, 0.5), flooded_p99_ms: under },
      ...{ ratio: rounded(under / before), noise_runs_per_s: noise, ok: true },
    };
  });
}
