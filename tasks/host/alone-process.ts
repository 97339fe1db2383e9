/** The process of `Alone`: runs one attempt and ends, at the latest with its host. */
import type { Action } from "../define-action.ts";
import type { AloneMessage, AloneOrder } from "./alone.ts";
import { Performer } from "./perform.ts";

/** Whether its host still hears it is not for it to care about. */
function say(message: AloneMessage): void {
  process.send?.(message, undefined, undefined, () => {});
}

async function run({ catalogue, lease }: AloneOrder): Promise<void> {
  const { actions } = (await import(catalogue)) as { actions: readonly Action[] };
  say({ isBegun: true });
  const result = await new Performer(process.env, new AbortController().signal).perform({
    lease,
    action: actions.find(({ name }) => name === lease.action),
    log: (line) => say({ line }),
  });
  say({ result });
}

process.once("disconnect", () => process.exit());
// a signal to the whole group is for the host to act on
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.once("message", (order: AloneOrder) => void run(order));
