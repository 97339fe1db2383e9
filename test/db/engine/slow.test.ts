import { describe } from "vitest";
import type pg from "pg";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  execution,
  invariants,
  start,
  stepStatuses,
  TestWorker,
  type Node,
} from "../../support/engine.ts";
import {
  act,
  attempts,
  endExecutions,
  endScene,
  leasesOf,
  set,
  sweepEvenly,
  workflowOf,
} from "../../support/scenes.ts";
import { nested, openHost, slowChoice } from "../../support/slow.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const slowWorkflow = (db: TestDatabase) =>
  workflowOf(db, [slowChoice, set("z")], ["start → c", "c:y → z"]);
const goodWorkflow = (db: TestDatabase) => workflowOf(db, [set("z")], ["start → z"]);
const statusOf = async (db: TestDatabase, id: string) => (await execution(db, id)).status;

const advance = (host: pg.Client) => host.query("select sluice_private.advance_batch(500)");
/** Whether there was one that had been set apart. */
async function advanceApart(host: pg.Client): Promise<boolean> {
  const { rows } = await host.query<{ did: boolean }>(
    "select sluice_private.advance_apart() as did",
  );
  return rows[0]!.did;
}
async function advanceAllApart(host: pg.Client): Promise<number> {
  let count = 0;
  while (await advanceApart(host)) count += 1;
  return count;
}

describe("an expression that takes too long", () => {
  test("holds up its batch once, and then only itself", async ({ db }) => {
    const workflow = await slowWorkflow(db);
    const bad = await start(db, workflow, nested());
    const good = await start(db, await goodWorkflow(db));
    const host = await openHost(db);
    await advance(host);
    expect([await statusOf(db, bad), await statusOf(db, good)]).toEqual(["pending", "pending"]);
    expect(await invariants(db)).toEqual([]);
    expect(await advanceAllApart(host)).toBe(2);
    expect(await statusOf(db, good)).toBe("completed");
    expect(await execution(db, bad)).toMatchObject({
      status: "paused",
      error: { class: "engine", code: "57014" },
    });
    expect(await invariants(db)).toEqual([]);
  });

  test("keeps others of its version out of everybody's batch, and lets them end", async ({
    db,
  }) => {
    const workflow = await slowWorkflow(db);
    await start(db, workflow, nested());
    const host = await openHost(db);
    await advance(host);
    await advanceAllApart(host);
    const second = await start(db, workflow, nested());
    const harmless = await start(db, workflow, 1);
    const good = await start(db, await goodWorkflow(db));
    await advance(host); // would be cancelled if the second were in it
    expect(await statusOf(db, good)).toBe("completed");
    expect(await advanceAllApart(host)).toBe(2);
    expect(await statusOf(db, harmless)).toBe("completed");
    expect(await statusOf(db, second)).toBe("paused");
  });

  test("can be cancelled while it waits apart, and when it is parked", async ({ db }) => {
    const workflow = await slowWorkflow(db);
    const [apart, parked] = [
      await start(db, workflow, nested()),
      await start(db, workflow, nested()),
    ];
    const host = await openHost(db);
    await advance(host);
    await db.query("select sluice.cancel_execution($1)", [apart]);
    await advance(host);
    expect(await statusOf(db, apart)).toBe("cancelled");
    expect(await advanceApart(host)).toBe(true);
    expect(await statusOf(db, parked)).toBe("paused");
    await db.query("select sluice.cancel_execution($1)", [parked]);
    await advance(host);
    expect(await statusOf(db, parked)).toBe("cancelled");
  });

  test("is tried alone again when it is resumed", async ({ db }) => {
    const id = await start(db, await slowWorkflow(db), nested());
    const host = await openHost(db);
    await advance(host);
    await advanceAllApart(host);
    await db.query("update sluice_private.live_executions set input = '{}' where id = $1", [id]);
    await db.query("select sluice.resume_execution($1)", [id]);
    await advance(host);
    await advance(host);
    expect(await statusOf(db, id)).not.toBe("completed");
    expect(await advanceAllApart(host)).toBe(1);
    expect(await statusOf(db, id)).toBe("completed");
  });

  test("after a worker's step defers the reports of its batch, and runs no step again", async ({
    db,
  }) => {
    const workflow = await workflowOf(db, [act("a"), slowChoice], ["start → a", "a → c"]);
    const line = await workflowOf(db, [act("a"), set("b")], ["start → a", "a → b"]);
    const bad = await start(db, workflow, nested());
    const good = await start(db, line);
    const host = await openHost(db);
    const worker = await new TestWorker(host).register();
    const leases = await leasesOf(worker, bad, good);
    const answers = await worker.report(leases.map((lease) => [lease, { done: true }]));
    expect(answers.map(({ verdict }) => verdict)).toEqual(["deferred", "deferred"]);
    await db.query("delete from sluice_private.workers");
    await sweepEvenly(db);
    await db.query("select sluice_private.sweep()");
    await advanceAllApart(host);
    expect(await statusOf(db, good)).toBe("completed");
    expect(await statusOf(db, bad)).toBe("paused");
    expect(await attempts(db, good)).toEqual(["a:1:completed"]);
    expect(await stepStatuses(db, good)).toMatchObject({ a: "completed", b: "completed" });
    expect(await invariants(db)).toEqual([]);
  });

  test("of a timer waits apart, but a deadline ends it all the same", async ({ db }) => {
    const wait: Node = { id: "w", type: "wait", data: { for: "1 hour" } };
    const workflow = await workflowOf(db, [wait, slowChoice], ["start → w", "w → c"], {
      timeout: "2 hours",
    });
    const id = await start(db, workflow, nested());
    const host = await openHost(db);
    await advance(host);
    const makeDue = (kind: string) =>
      db.query(
        `update sluice_private.timers set due_at = clock_timestamp() - interval '1 s'
         where execution_id = $1 and kind = $2`,
        [id, kind],
      );
    await makeDue("wait");
    await advance(host);
    await advance(host);
    expect(await stepStatuses(db, id)).toMatchObject({ w: "waiting" });
    await makeDue("deadline");
    await advance(host);
    expect(await statusOf(db, id)).toBe("timed_out");
  });

  test("is moved by one session at a time", async ({ db }) => {
    await start(db, await slowWorkflow(db), nested());
    const [host, other] = [await openHost(db), await openHost(db)];
    await advance(host);
    await host.query("begin");
    expect(await advanceApart(host)).toBe(true);
    expect(await advanceApart(other)).toBe(false);
    await host.query("rollback");
  });
});
