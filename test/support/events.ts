/** A wait for an event, and the event. */
import { scene } from "./containers.ts";
import type { TestDatabase } from "./database.ts";
import type { Node } from "./engine.ts";
import { set } from "./scenes.ts";

const MATCH = "{{ trigger.payload.order }}";
export const PAID = { port: "paid", name: "order.paid", match: MATCH };
/** Waits for `order.paid` with the order of the input as key, or an hour. */
export const wait = (data: object = {}): Node => ({
  id: "w",
  type: "wait",
  data: { events: [PAID], timeout: "1 h", ...data },
});
const EDGES = ["start → w", "w → m", "w:paid → p", "w:timeout → t"];
/** Begins such a wait: `m` follows its port main, `p` paid, `t` timeout. */
export const begin = (db: TestDatabase, data: object = {}, order: unknown = 7) =>
  scene(db, [wait(data), set("m"), set("p"), set("t")], EDGES, { order });

export interface Event {
  id: string;
  key: string | null;
  payload: unknown;
}

/** Emits an event in the organization of this execution. */
export async function emit(
  db: TestDatabase,
  id: string,
  key: string | null,
  payload: unknown = {},
) {
  const [event] = await db.query<Event & { organization_id: string }>(
    `select event.* from sluice.workflow_executions as e
     cross join lateral sluice.emit_event('order.paid', $2, $3, null, e.organization_id) as event
     where e.id = $1`,
    [id, JSON.stringify(payload), key],
  );
  return event!;
}
