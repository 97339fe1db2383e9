import { describe } from "vitest";
import { makeDue, outputOf, scene, status } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, invariants, stepStatuses, TestWorker } from "../../support/engine.ts";
import { begin, emit, wait } from "../../support/events.ts";
import { endExecutions, endScene, enterTestMode, openSession, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** As if the events so far had come that long ago. */
const age = (db: TestDatabase, interval: string) =>
  db.query("update sluice.workflow_events set created_at = created_at - $1::interval", [interval]);

describe("the inbox", () => {
  const WITH = (inbox?: string) => (inbox === undefined ? {} : { inbox });
  for (const [inbox, ago, found] of [
    [undefined, "9 minutes", true],
    [undefined, "11 minutes", false],
    ["1 hour", "59 minutes", true],
    ["0", "1 second", false],
  ] as const) {
    test(`${found ? "holds" : "forgets"}, with ${inbox ?? "nothing said"}, what came ${ago} ago`, async ({
      db,
    }) => {
      const nodes = [{ id: "d", type: "wait", data: { for: "1 h" } }, wait(WITH(inbox)), set("p")];
      const { id, worker } = await scene(db, nodes, ["start → d", "d → w", "w:paid → p"], {
        order: 7,
      });
      await emit(db, id, "7");
      await worker.pump();
      await age(db, ago);
      await makeDue(db, id);
      await worker.drain();
      expect(await status(db, id)).toBe(found ? "completed" : "waiting");
    });
  }
});

describe("an event and", () => {
  test("a timeout: what came first has won, whenever it is looked at", async ({ db }) => {
    const late = await begin(db);
    await makeDue(db, late.id);
    await emit(db, late.id, "7");
    await late.worker.drain();
    expect(await stepStatuses(db, late.id)).toMatchObject({ p: "skipped", t: "completed" });

    const { id, worker } = await begin(db);
    await emit(db, id, "7");
    await age(db, "2 minutes");
    await db.query("update sluice_private.awaited_events set since = since - interval '1 h'");
    await db.query(
      `update sluice_private.timers set due_at = clock_timestamp() - interval '1 minute'
       where execution_id = $1`,
      [id],
    );
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({ p: "completed", t: "skipped" });
  });

  test("a pause: the wait ends when it is resumed", async ({ db }) => {
    const { id, worker } = await begin(db);
    await db.query("select sluice.pause_execution($1)", [id]);
    await worker.pump();
    const first = await emit(db, id, "7");
    await worker.drain();
    await emit(db, id, "7");
    await worker.drain();
    await makeDue(db, id);
    await worker.drain();
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", w: "waiting" });
    expect(await invariants(db)).toEqual([]);
    await db.query("update sluice_private.timers set due_at = clock_timestamp()");
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.drain();
    expect(await outputOf(db, id, "w")).toMatchObject({ event: { id: first.id } });
  });

  test("a cancel: the wait is cancelled, and the event reaches nobody", async ({ db }) => {
    const { id, worker } = await begin(db);
    await db.query("select sluice.cancel_execution($1)", [id]);
    await worker.pump();
    await emit(db, id, "7");
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({ w: "cancelled" });
    const both = await begin(db);
    await emit(db, both.id, "7");
    await db.query("select sluice.cancel_execution($1)", [both.id]);
    await both.worker.drain();
    expect(await status(db, both.id)).toBe("cancelled");
    expect(await db.query("select from sluice_private.awaited_events")).toEqual([]);
    expect(await db.query("select from sluice_private.arrivals")).toEqual([]);
  });

  test("a wait that is gone: the execution goes on waiting", async ({ db }) => {
    const nodes = [wait(), { id: "long", type: "wait", data: { for: "1 day" } }];
    const { id, worker } = await scene(db, nodes, ["start → w", "w:paid → long"], { order: 7 });
    await emit(db, id, "7");
    await emit(db, id, "7");
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({ long: "waiting" });
    expect(await status(db, id)).toBe("waiting");
  });
});

const EMIT = `select sluice.emit_event('order.paid', '{}', '7', null, organization_id)
  from sluice.workflow_executions where id = $1`;

/** A wait that begins when its execution is advanced; nothing has been yet. */
async function unbegun(db: TestDatabase, data: object = { inbox: "0" }) {
  const { id, worker } = await scene(
    db,
    [{ id: "d", type: "wait", data: { for: "1 day" } }, wait(data), set("p")],
    ["start → d", "d → w", "w:paid → p"],
    { order: 7 },
  );
  await makeDue(db, id);
  return { id, worker };
}

describe("an event and a wait in two sessions", () => {
  for (const first of ["event", "wait"] as const) {
    test(`that commit at the same time meet, the ${first} first`, async ({ db }) => {
      const { id, worker } = await unbegun(db);
      const [emitter, host] = [await openSession(db), await openSession(db, "sluice_worker")];
      await host.query("begin");
      await worker.over(host).pump();
      await emitter.query("begin");
      await emitter.query(EMIT, [id]);
      await (first === "event" ? emitter : host).query("commit");
      await worker.drain();
      await (first === "event" ? host : emitter).query("commit");
      await worker.drain();
      expect(await execution(db, id)).toMatchObject({ status: "completed" });
    });

    test(`meet when both are looked at only afterwards, the ${first} first`, async ({ db }) => {
      const { id, worker } = await unbegun(db);
      const host = await openSession(db, "sluice_worker");
      if (first === "wait") await worker.pump();
      await host.query("begin");
      await worker.over(host).pump();
      await emit(db, id, "7");
      await host.query("commit");
      await worker.drain();
      expect(await status(db, id)).toBe("completed");
    });
  }

  test("meet when the event was emitted before, and commits after", async ({ db }) => {
    const { id, worker } = await unbegun(db, {});
    const emitter = await openSession(db);
    await emitter.query("begin");
    await emitter.query(EMIT, [id]);
    await worker.drain();
    expect(await status(db, id)).toBe("waiting");
    await emitter.query("commit");
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("of a stripe that somebody else matches meet at the next look", async ({ db }) => {
    const { id, worker } = await begin(db);
    const other = await openSession(db);
    await other.query("begin");
    await other.query(
      `select pg_advisory_xact_lock(hashtext('sluice:events'), stripe)
       from generate_series(0, 1023) as stripe`,
    );
    await emit(db, id, "7");
    await worker.drain();
    expect(await status(db, id)).toBe("waiting");
    await other.query("commit");
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("meet once, however many hosts look", async ({ db }) => {
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) ids.push((await begin(db, {}, `k${n % 3}`)).id);
    const hosts = await Promise.all(
      [1, 2, 3].map(async () => new TestWorker(await openSession(db, "sluice_worker")).register()),
    );
    await Promise.all([
      ...ids.map((id, n) => emit(db, id, `k${n % 3}`)),
      ...hosts.map((host) => host.pump()),
    ]);
    await Promise.all(hosts.map((host) => host.pump()));
    await hosts[0]!.drain();
    for (const id of ids) expect(await status(db, id)).toBe("completed");
    expect(await db.query("select from sluice_private.new_events")).toEqual([]);
  });

  test("that is rolled back never was", async ({ db }) => {
    const { id, worker } = await begin(db);
    const emitter = await openSession(db);
    await emitter.query("begin");
    await emitter.query(EMIT, [id]);
    await worker.drain();
    await emitter.query("rollback");
    await worker.drain();
    expect(await status(db, id)).toBe("waiting");
  });

  test("and the execution is held: the emitter does not wait for it", async ({ db }) => {
    const { id, worker } = await begin(db);
    const holder = await openSession(db);
    await holder.query("begin");
    await holder.query("select from sluice_private.live_executions where id = $1 for update", [id]);
    const emitter = await openSession(db);
    await emitter.query("set lock_timeout = '500ms'");
    await emitter.query(EMIT, [id]);
    await worker.drain();
    expect(await status(db, id)).toBe("waiting");
    await holder.query("commit");
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("and a timeout that another session is acting on: one of them ends it", async ({ db }) => {
    await enterTestMode(db);
    const { id, worker } = await begin(db);
    await makeDue(db, id);
    const host = await openSession(db, "sluice_worker");
    await host.query("begin");
    await worker.over(host).pump();
    await emit(db, id, "7");
    await worker.pump();
    await host.query("commit");
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({ p: "skipped", t: "completed" });
  });

  test("with the same idempotency key are one event", async ({ db }) => {
    const { id } = await begin(db);
    const call = `select (event).id from (
      select sluice.emit_event('a', '{}', null, 'once', organization_id) as event
      from sluice.workflow_executions where id = $1) as e`;
    const [one, two] = [await openSession(db), await openSession(db)];
    await one.query("begin");
    const { rows } = await one.query(call, [id]);
    const later = two.query(call, [id]);
    await one.query("commit");
    expect((await later).rows).toEqual(rows);
  });
});
