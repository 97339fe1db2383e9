import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  invariants,
  manual,
  publish,
  start,
  TestWorker,
} from "../../support/engine.ts";
import { copyTo, maintain, rowsOf } from "../../support/history.ts";
import { act, codeOf, endExecutions, endScene, openSession } from "../../support/scenes.ts";

test.beforeAll(({ db }) => defineTestAction(db));
test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const EXPIRE = `do $$ begin
  for i in 1..3 loop perform sluice_private.expire_executions(); end loop;
end $$`;
const DRAFT = definition(
  [manual, act("a"), act("b", { input: { n: "{{ steps.a.output.n }}" } })],
  ["start → a", "a → b"],
  { retention: "1 hour" },
);

/** Executions that failed at `b` a day ago. */
async function failed(db: TestDatabase, count: number) {
  const { organizationId } = await createTenant(db);
  const workflow = await publish(db, organizationId, DRAFT);
  const worker = await new TestWorker(db.worker).register();
  const id = await start(db, workflow);
  await worker.drain(({ node_id: node }) =>
    node === "a" ? { n: 7 } : { error: { class: "http", retryable: false } },
  );
  const day = new Date(Date.now() - 86_400_000).toISOString();
  const ids: string[] = [];
  while (ids.length < count) ids.push(await copyTo(db, id, day));
  return { worker, workflow, ids: ids.toSorted() };
}

describe("who retries an execution that is about to expire", () => {
  test("first, keeps all of it", async ({ db }) => {
    const { worker, ids } = await failed(db, 1);
    const [retrier, sweeper] = [await openSession(db), await openSession(db)];
    await retrier.query("begin");
    await retrier.query("select sluice.retry_execution($1)", [ids[0]]);
    await sweeper.query(`set lock_timeout = '100ms'; ${EXPIRE}`);
    await retrier.query("commit");
    const ran = await worker.drain();
    expect(ran.map(({ input }) => JSON.parse(input) as unknown)).toEqual([{ n: 7 }]);
    expect(await execution(db, ids[0]!)).toMatchObject({ status: "completed" });
    expect(await invariants(db)).toEqual([]);
  });

  test("second, is told that it is gone", async ({ db }) => {
    const { ids } = await failed(db, 2);
    const [holder, sweeper] = [await openSession(db), await openSession(db)];
    await holder.query("begin");
    await holder.query(
      "select from sluice_private.execution_steps where execution_id = $1 for update",
      [ids[0]],
    );
    const expired = sweeper.query(EXPIRE);
    await db.query("select pg_sleep(0.2)");
    const retried = codeOf(db.query("select sluice.retry_execution($1)", [ids[1]]));
    await holder.query("commit");
    await expired;
    expect(await retried).toBe("SLSTA");
    expect(await rowsOf(db, ids[1]!)).toEqual([0, 0, 0, 0]);
  });
});

describe("executions with very many steps", () => {
  const widen = (db: TestDatabase, ids: string[]) =>
    db.query(
      `insert into sluice_private.execution_steps
       select (jsonb_populate_record(s, jsonb_build_object('frame_id', n))).*
       from sluice_private.execution_steps as s
       cross join generate_series(1, 2500) as n
       where s.execution_id = any ($1) and s.node_id = 'a'`,
      [ids],
    );

  test("expire one after the other", async ({ db }) => {
    const { ids, workflow } = await failed(db, 3);
    await widen(db, ids);
    const left = async () =>
      (await db.query("select from sluice_private.executions where workflow_id = $1", [workflow]))
        .length;
    const before = await left();
    for (let gone = 1; gone <= 3; gone += 1) {
      await db.query("update sluice_private.maintenance set expired_to = default");
      await db.query("select sluice_private.expire_executions()");
      expect(await left()).toBe(before - gone);
    }
    expect(await rowsOf(db, ids[2]!)).toEqual([0, 0, 0, 0]);
    await maintain(db);
  });
});
