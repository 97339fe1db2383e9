import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  manual,
  type Node,
  publish,
  start,
  TestWorker,
} from "../../support/engine.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { firingsOf, listen, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const emit = (input: object): Node => ({
  id: "tell",
  type: "action",
  data: { action: "emit_event", input },
});

/** Publishes `start → tell`, and runs it. */
async function tell(db: TestDatabase, organizationId: string, input: object) {
  const workflow = await publish(
    db,
    organizationId,
    definition([manual, emit(input)], ["start → tell"]),
  );
  const execution = await start(db, workflow, { order: 7 });
  const worker = await new TestWorker(db.worker).register();
  for (let n = 0; n < 3; n += 1) await worker.drain();
  const [step] = await db.query<{ output: { event_id: string }; error: object | null }>(
    `select output, error from sluice.workflow_execution_steps
     where execution_id = $1 and node_id = 'tell'`,
    [execution],
  );
  return { execution, worker, step: step! };
}

describe("the action emit_event", () => {
  test("fires who listens, and says which event it was", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const heard = await listen(db, organizationId, {
      ...{ trigger: "event", config: { name: "order.*" } },
    });
    const { execution, step } = await tell(db, organizationId, {
      ...{
        name: "order.paid",
        key: "{{ trigger.payload.order }}",
        payload: { a: 1 },
        ttl: "1 day",
      },
    });
    expect(await startedBy(db, heard)).toMatchObject([
      {
        trigger: {
          payload: { a: 1 },
          event: { id: step.output.event_id, name: "order.paid", key: "7" },
        },
      },
    ]);
    const events = await db.query(
      `select details ->> 'execution_id' as execution, expires_at is not null as expires
       from sluice.workflow_events where id = $1`,
      [step.output.event_id],
    );
    expect(events).toEqual([{ execution, expires: true }]);
  });

  test("ends the waits for it", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const events = [{ port: "paid", name: "order.paid", match: "{{ trigger.payload.order }}" }];
    const waiting = await publish(
      db,
      organizationId,
      definition(
        [manual, { id: "w", type: "wait", data: { events, timeout: "1 hour" } }],
        ["start → w"],
      ),
    );
    const execution = await start(db, waiting, { order: 7 });
    await tell(db, organizationId, { name: "order.paid", key: 7 });
    const steps = await db.query(
      `select status, ports from sluice.workflow_execution_steps
       where execution_id = $1 and node_id = 'w'`,
      [execution],
    );
    expect(steps).toEqual([{ status: "completed", ports: ["main", "paid"] }]);
  });

  test("fails its step where there can be no such event", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    for (const [input, message] of [
      [{ name: "order paid" }, "an event needs a name, and a key has 1 to 500 characters"],
      [{ name: "sluice.x" }, "events whose name begins with sluice. are those of the engine"],
      [{ name: "a", ttl: "soon" }, "the ttl of an event is a duration"],
    ] as const) {
      const { step } = await tell(db, organizationId, input);
      expect(step.error).toMatchObject({ class: "sql", code: "SLVAL", message });
    }
  });

  test("in a workflow that it starts ends after ten, and says why", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const echo = await publish(
      db,
      organizationId,
      definition(
        [
          { id: "on", type: "trigger", data: { trigger: "event", config: { name: "echo" } } },
          emit({ name: "echo" }),
        ],
        ["on → tell"],
      ),
    );
    const { worker } = await tell(db, organizationId, { name: "echo" });
    for (let n = 0; n < 15; n += 1) await worker.drain();
    const fired = await firingsOf(db, echo);
    expect(fired.filter(({ status }) => status === "started")).toHaveLength(10);
    expect(fired.filter(({ status }) => status === "refused")).toMatchObject([
      { reason: "workflows have started each other ten times" },
    ]);
  });
});
