import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  manual,
  publish,
  start,
  TestWorker,
  type Lease,
} from "../../support/engine.ts";
import { act, endExecutions, endScene, sweepEvenly } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const cache = { ttl: "1 hour" };

async function scene(db: TestDatabase, data: object = { cache }) {
  await defineTestAction(db);
  const { organizationId, claims } = await createTenant(db);
  const draft = definition(
    [manual, act("a", { input: { n: "{{ trigger.payload.n }}" }, ...data })],
    ["start → a"],
  );
  const worker = await new TestWorker(db.worker).register();
  return { organizationId, claims, draft, worker, id: await publish(db, organizationId, draft) };
}

let calls = 0;

/** Starts with this input and runs to the end; the execution's output, and what ran. */
async function run(
  db: TestDatabase,
  worker: TestWorker,
  workflow: string,
  input: object = { n: 1 },
  effect: (lease: Lease) => unknown = () => ({ call: (calls += 1) }),
) {
  const id = await start(db, workflow, input);
  const ran = await worker.drain(effect);
  const { status, output, error } = await execution(db, id);
  const [step] = await db.query<{ verdicts: { cache?: string } | null }>(
    "select verdicts from sluice.workflow_execution_steps where execution_id = $1 and node_id = 'a'",
    [id],
  );
  const of = (output as { a?: unknown } | null)?.a;
  return { id, ran: ran.length, status, of, error, verdict: step?.verdicts?.cache };
}

/** As if so much time had passed. */
const age = (db: TestDatabase, interval: string) =>
  db.query("update sluice_private.cached_results set expires_at = expires_at - $1::interval", [
    interval,
  ]);

describe("an action with a cache", () => {
  test("runs once for equal inputs", async ({ db }) => {
    const { worker, id } = await scene(db);
    const first = await run(db, worker, id);
    expect(first).toMatchObject({ ran: 1, status: "completed", verdict: undefined });
    expect(await run(db, worker, id)).toMatchObject({
      ...{ ran: 0, status: "completed", of: first.of, verdict: "hit" },
    });
    expect(await run(db, worker, id, { n: 2 })).toMatchObject({ ran: 1, verdict: undefined });
  });

  test("runs again when its time is up", async ({ db }) => {
    const { worker, id } = await scene(db);
    const first = await run(db, worker, id);
    await age(db, "59 minutes");
    expect(await run(db, worker, id)).toMatchObject({ ran: 0, of: first.of });
    await age(db, "1 minute");
    const second = await run(db, worker, id);
    expect(second).toMatchObject({ ran: 1 });
    expect(second.of).not.toEqual(first.of);
    expect(await run(db, worker, id)).toMatchObject({ ran: 0, of: second.of });
  });

  test("answers for another workflow of the organization, and for no other action", async ({
    db,
  }) => {
    const { organizationId, draft, worker, id } = await scene(db);
    await defineTestAction(db, "other");
    const first = await run(db, worker, id);
    const twin = await publish(db, organizationId, draft);
    expect(await run(db, worker, twin)).toMatchObject({ ran: 0, of: first.of });
    draft.nodes[1]!.data["action"] = "other";
    const other = await publish(db, organizationId, draft);
    const able = await new TestWorker(db.worker).register(["other"]);
    expect(await run(db, able, other)).toMatchObject({ ran: 1 });
  });

  test("never answers for another organization", async ({ db }) => {
    const ours = await scene(db);
    const theirs = await scene(db);
    await run(db, ours.worker, ours.id);
    expect(await run(db, ours.worker, theirs.id)).toMatchObject({ ran: 1, verdict: undefined });
  });

  test("keeps no failure", async ({ db }) => {
    const { worker, id } = await scene(db);
    const failed = await run(db, worker, id, { n: 1 }, () => ({ error: { class: "http" } }));
    expect(failed).toMatchObject({ status: "failed" });
    expect(await run(db, worker, id)).toMatchObject({ ran: 1, status: "completed" });
  });

  test("keeps what a later attempt gave", async ({ db }) => {
    const retry = { max_attempts: 2, initial: "0 s", jitter: 0 };
    const { worker, id } = await scene(db, { cache, retry });
    const fails = ({ attempt }: Lease) =>
      attempt === 1 ? { error: { class: "http" } } : { ok: 1 };
    const first = await run(db, worker, id, { n: 1 }, fails);
    expect(first).toMatchObject({ ran: 2, of: { ok: 1 } });
    expect(await run(db, worker, id)).toMatchObject({ ran: 0, of: { ok: 1 } });
  });

  test("takes its key for its input, where it has one", async ({ db }) => {
    const key = "{{ trigger.payload.k }}";
    const { worker, id } = await scene(db, { cache: { ...cache, key } });
    const first = await run(db, worker, id, { n: 1, k: "x" });
    expect(await run(db, worker, id, { n: 2, k: "x" })).toMatchObject({ ran: 0, of: first.of });
    expect(await run(db, worker, id, { n: 1, k: "y" })).toMatchObject({ ran: 1 });
  });

  test.for(["{{ trigger.payload.k }}", "k-{{ trigger.payload.k }}"])(
    "fails with class expression where its key %s finds nothing",
    async (key, { db }) => {
      const { worker, id } = await scene(db, { cache: { ...cache, key } });
      expect(await run(db, worker, id)).toMatchObject({
        ...{ ran: 0, status: "failed", error: { class: "expression", node_id: "a" } },
      });
    },
  );

  test("keeps null", async ({ db }) => {
    const { worker, id } = await scene(db);
    await run(db, worker, id, { n: 1 }, () => null);
    expect(await run(db, worker, id)).toMatchObject({ ran: 0, of: null, verdict: "hit" });
  });

  test("may run twice at the same moment", async ({ db }) => {
    const { worker, id } = await scene(db);
    const both = [await start(db, id, { n: 1 }), await start(db, id, { n: 1 })];
    expect(await worker.drain(() => ({ call: (calls += 1) }))).toHaveLength(both.length);
    expect(await run(db, worker, id)).toMatchObject({ ran: 0, of: { call: calls } });
  });

  test("does in the database nothing a second time either", async ({ db }) => {
    const log = { action: "log_activity", input: { description: "once" }, cache };
    const { worker, id } = await scene(db, log);
    const first = await run(db, worker, id);
    const second = await run(db, worker, id);
    expect(second).toMatchObject({ of: first.of, verdict: "hit" });
    const logs = await db.query(
      "select from sluice.workflow_execution_logs where execution_id = any($1)",
      [[first.id, second.id]],
    );
    expect(logs).toHaveLength(1);
  });

  test("is looked past by a simulation", async ({ db }) => {
    const { worker, id } = await scene(db);
    await run(db, worker, id);
    const [step] = await db.query(
      `select output, verdicts from sluice.simulate_workflow($1, '{ "n": 1 }', '{ "a": { "mock": 1 } }')
       where node_id = 'a'`,
      [id],
    );
    expect(step).toMatchObject({ output: { mock: 1 }, verdicts: null });
  });
});

describe("cached results", () => {
  test("are forgotten by action, in the own organization", async ({ db }) => {
    const ours = await scene(db);
    const theirs = await scene(db);
    for (const { worker, id } of [ours, theirs]) await run(db, worker, id);
    const forget = async (action: string | null) =>
      (
        await db.as(ours.claims, (client) =>
          client.query<{ n: number }>("select sluice.forget_cached_results($1) as n", [action]),
        )
      ).rows[0]!.n;
    expect(await forget("http_request")).toBe(0);
    expect(await forget("act")).toBe(1);
    expect(await run(db, ours.worker, ours.id)).toMatchObject({ ran: 1 });
    expect(await run(db, theirs.worker, theirs.id)).toMatchObject({ ran: 0 });
    expect(await forget(null)).toBe(1);
  });

  test("keep nobody waiting while they are being forgotten", async ({ db }) => {
    const { worker, id, organizationId } = await scene(db);
    await run(db, worker, id);
    const session = await db.session();
    try {
      await session.query("begin");
      await session.query("select sluice.forget_cached_results('act', $1)", [organizationId]);
      expect(await run(db, worker, id)).toMatchObject({ ran: 0, verdict: "hit" });
      await db.query("select sluice_private.delete_stale_results()");
      await session.query("rollback");
    } finally {
      await session.end();
    }
  });

  test("are deleted by the sweeper once they have expired", async ({ db }) => {
    const { worker, id, organizationId } = await scene(db);
    const left = async () =>
      (
        await db.query("select from sluice_private.cached_results where organization_id = $1", [
          organizationId,
        ])
      ).length;
    await run(db, worker, id);
    await sweepEvenly(db);
    await db.query("select sluice_private.sweep()");
    expect(await left()).toBe(1);
    await age(db, "1 hour");
    await sweepEvenly(db);
    await db.query("select sluice_private.sweep()");
    expect(await left()).toBe(0);
  });
});
