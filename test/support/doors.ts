/** Every door once, and the plans of all that they did. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { DRAFT, listenInMany } from "./busy.ts";
import { named } from "./calls.ts";
import { stopAutovacuum, type Crowd } from "./crowd.ts";
import { expect, type TestDatabase } from "./database.ts";
import {
  createTenant,
  defineTestAction,
  execution,
  publish,
  start,
  TestWorker,
  type Lease,
} from "./engine.ts";
import { faultsOfDoors, heavyTwice, PlanRecorder } from "./plans.ts";
import { act, hold, set, workflowOf } from "./scenes.ts";
import { wait } from "./ways.ts";

export interface Scene {
  crowd: Crowd;
  /** A workflow of a wait and a step. */
  napId: string;
  userId: string;
  /** These sessions planned everything while the tables were empty. */
  sessions: Sessions;
}

export interface Sessions {
  api: pg.Client;
  host: pg.Client;
  worker: TestWorker;
  plans: PlanRecorder[];
}

/** Nothing has been vacuumed or analysed in it, and nothing will be. */
export async function openScene(db: TestDatabase): Promise<Scene> {
  await defineTestAction(db);
  const { organizationId, userId } = await createTenant(db);
  await named(db, { organizationId }, "child", [set("c")], ["start → c"]);
  const napId = await workflowOf(
    db,
    [wait("a", { for: "1 ms" }), act("b")],
    ["start → a", "a → b"],
  );
  const workflowId = await publish(db, organizationId, DRAFT);
  await listenInMany(db, organizationId);
  const [version] = await db.query<{ id: string }>(
    "select id from sluice.workflow_versions where workflow_id = $1",
    [workflowId],
  );
  await stopAutovacuum(db);
  // room for as many leases as there will be
  await db.query(
    `insert into sluice_private.workers (id, epoch, host, pid, actions, concurrency)
     select gen_random_uuid(), -i, 'elsewhere', 1, '{act}', 10000 from generate_series(1, 200) as i`,
  );
  const crowd = { organizationId, workflowId, versionId: version!.id };
  return { crowd, napId, userId, sessions: await openSessions(db) };
}

export async function openSessions(db: TestDatabase): Promise<Sessions> {
  const [api, host] = [await db.session(), await db.session()];
  const plans = [await PlanRecorder.over(api), await PlanRecorder.over(host)];
  await host.query("set role sluice_worker");
  return { api, host, plans, worker: await new TestWorker(host).register() };
}

/** Brings nine executions to their end, by every way there is; answers their ids. */
export async function workThrough(db: TestDatabase, scene: Scene): Promise<string[]> {
  const { crowd, napId } = scene;
  const { api, host, worker } = scene.sessions;
  const ids: string[] = [];
  const [hook] = await db.query<{ id: string; key: string }>(
    "select id, key from sluice.webhook_registrations where path = 'in'",
  );
  await host.query("select * from sluice_private.find_webhook($1)", [hook!.key]);
  for (let n = 0; n < 7; n += 1) {
    const { rows } = await api.query<{ id: string }>(
      "select id from sluice.start_workflow($1, $2, $3)",
      [crowd.workflowId, JSON.stringify({ n }), `${worker.id}-${Date.now()}-${n}`],
    );
    ids.push(rows[0]!.id);
  }
  const { rows } = await host.query<{ execution_id: string }>(
    `select execution_id from sluice_private.receive_webhook(
       $1, $2, gen_random_uuid()::text, 'POST', '{}', '{}', '{}', '127.0.0.1')`,
    [crowd.organizationId, hook!.id],
  );
  ids.push(rows[0]!.execution_id, await start(db, napId));
  await worker.pump();
  const taken = await host.query<Lease>(
    "select h.* from sluice_private.pump($1, $2, 1) as p cross join lateral unnest(p.handed) as h",
    [worker.id, worker.epoch],
  );
  expect(taken.rows).toHaveLength(1);
  const leases = [...taken.rows, ...(await worker.begin())];
  const [a, b, c] = ids.map((id) => leases.find((lease) => lease.execution_id === id)!);
  await host.query("select sluice_private.heartbeat($1, $2, $3)", [
    worker.id,
    worker.epoch,
    leases.map((lease) => lease.token),
  ]);
  await worker.report([[a!, { error: { class: "http" } }]]);
  const [first] = await worker.report([[b!, { n: 20 }]]);
  expect(await worker.report([[b!, { n: 20 }]])).toEqual([first]);
  await worker.report([[first!.next!, {}]]);
  const release = await hold(db, c!.execution_id);
  expect(await worker.report([[c!, { n: 2 }]])).toMatchObject([{ verdict: "deferred" }]);
  await release();
  await host.query("select sluice_private.advance_executions(array[$1::uuid], array[$2::uuid])", [
    crowd.organizationId,
    c!.execution_id,
  ]);
  await api.query("select sluice.cancel_execution($1)", [ids[3]]);
  await api.query("select sluice.emit_event('order.paid', '{}', '3', $1, $2)", [
    randomUUID(),
    crowd.organizationId,
  ]);
  await untilOver(db, worker, ids);
  return ids;
}

async function untilOver(db: TestDatabase, worker: TestWorker, ids: string[]): Promise<void> {
  for (;;) {
    await worker.drain(() => ({ n: 3 }));
    const rows = await db.query("select from sluice_private.live_executions where id = any($1)", [
      ids,
    ]);
    if (rows.length === 0) return;
    await sleep(5);
  }
}

/** No door reads more than the rows it is about. */
export async function expectKeys(db: TestDatabase, scene: Scene): Promise<void> {
  const take = () => scene.sessions.plans.flatMap((recorder) => recorder.take());
  await workThrough(db, scene);
  expect(faultsOfDoors(take())).toEqual([]);
  let ids: string[] = [];
  const look = async () => {
    ids = await workThrough(db, scene);
    const statements = take();
    expect(statements.length).toBeGreaterThan(400);
    expect(faultsOfDoors(statements)).toEqual([]);
    return statements;
  };
  expect(await heavyTwice(look)).toEqual([]);
  expect(await execution(db, ids[1]!)).toMatchObject({ status: "completed" });
  expect(await execution(db, ids[3]!)).toMatchObject({ status: "cancelled" });
}
