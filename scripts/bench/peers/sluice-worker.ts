import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { defineAction } from "../../../tasks/define-action.ts";
import { startWorker } from "../../../tasks/host/worker.ts";
import { withRole } from "../../postgres/url.ts";
import { act, concurrency, ready, url } from "../worker-kit.ts";

const benchAct = defineAction({
  name: "bench_act",
  title: "Act",
  description: "Does nothing but being counted.",
  input: z.object({
    k: z.number(),
    step: z.number(),
    n: z.number(),
    hold_ms: z.number().optional(),
  }),
  output: z.object({ n: z.number() }),
  async run({ k, step, n, hold_ms }) {
    if (hold_ms !== undefined) await sleep(hold_ms);
    return act(k, step, n);
  },
});

const host = await startWorker({
  databaseUrl: withRole(url, "sluice_worker"),
  concurrency,
  log: (line) => console.error(line),
  actions: [benchAct],
});
ready(() => host.stop());
