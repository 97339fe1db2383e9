import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
} from "../../support/engine.ts";
import { act, endExecutions, endScene } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  for (const table of ["arrivals", "ready_steps", "timers", "waits", "frames", "live_executions"]) {
    await db.query(`delete from sluice_private.${table}`);
  }
  await endExecutions(db);
  await endScene(db);
});

interface Tenant {
  organizationId: string;
  start: (count: number) => Promise<void>;
}

async function tenant(db: TestDatabase, draft: object): Promise<Tenant> {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const id = await publish(db, organizationId, draft);
  const start = async (count: number) => {
    await db.query(
      "select sluice.start_workflows($1, (select jsonb_agg(i) from generate_series(1, $2::int) as i))",
      [id, count],
    );
  };
  return { organizationId, start };
}

const straight = definition([manual, act("a")], ["start → a"]);
const pauses = definition(
  [manual, { id: "w", type: "wait", data: { for: "PT1H" } }, act("a")],
  ["start → w", "w → a"],
);

/** How many executions of each have begun. */
const begun = async (db: TestDatabase, tenants: Tenant[]) => {
  const rows = await db.query<{ organization_id: string; n: number }>(
    `select organization_id, count(*)::int as n from sluice_private.live_executions
     where status <> 'pending' group by 1`,
  );
  const counts = new Map(rows.map((row) => [row.organization_id, row.n]));
  return tenants.map(({ organizationId }) => counts.get(organizationId) ?? 0);
};

const advance = async (db: TestDatabase, atMost: number) => {
  const [row] = await db.query<{ n: number }>("select sluice_private.advance_batch($1) as n", [
    atMost,
  ]);
  return row!.n;
};

describe("executions that begin", () => {
  test("are not kept waiting by those of another organization", async ({ db }) => {
    const [flood, one, two] = [
      await tenant(db, straight),
      await tenant(db, straight),
      await tenant(db, straight),
    ];
    await flood.start(1000);
    await one.start(2);
    await two.start(5);
    expect(await advance(db, 10)).toBe(10);
    expect(await begun(db, [flood, one, two])).toEqual([4, 2, 4]);
  });

  test("are few at a time while somebody has only few", async ({ db }) => {
    const [flood, other, few] = [
      await tenant(db, straight),
      await tenant(db, straight),
      await tenant(db, straight),
    ];
    await flood.start(1000);
    await other.start(1000);
    expect(await advance(db, 100)).toBe(100);
    await few.start(1);
    expect(await advance(db, 100)).toBe(21);
    expect(await begun(db, [flood, other, few])).toEqual([60, 60, 1]);
    expect(await advance(db, 100)).toBe(100);
  });

  test("come in their order within an organization", async ({ db }) => {
    const [flood, other] = [await tenant(db, straight), await tenant(db, straight)];
    await flood.start(100);
    await other.start(100);
    await advance(db, 20);
    const rows = await db.query(
      `select e.organization_id from sluice_private.live_executions as e
       where e.status = 'pending' and exists (
         select from sluice_private.live_executions as later
         where later.organization_id = e.organization_id and later.id > e.id
           and later.status <> 'pending')`,
    );
    expect(rows).toEqual([]);
    expect(await begun(db, [flood, other])).toEqual([10, 10]);
  });

  test("get their turn however many organizations there are", async ({ db }) => {
    const tenants = await Promise.all(Array.from({ length: 12 }, () => tenant(db, straight)));
    for (const each of tenants.toReversed()) await each.start(3);
    for (let batch = 1; batch <= 12; batch += 1) expect(await advance(db, 3)).toBe(3);
    expect(await begun(db, tenants)).toEqual(tenants.map(() => 3));
  });
});

describe("executions that wake up", () => {
  const woken = async (db: TestDatabase, organizationId: string) => {
    const [row] = await db.query<{ n: number }>(
      "select count(*)::int as n from sluice_private.ready_steps where organization_id = $1",
      [organizationId],
    );
    return row!.n;
  };
  /** A tenant whose executions sleep for an hour. */
  const sleeper = async (db: TestDatabase, count: number) => {
    const { organizationId, start } = await tenant(db, pauses);
    await start(count);
    while ((await advance(db, 500)) > 0);
    return organizationId;
  };
  const wake = async (db: TestDatabase, organizationId: string, secondsAgo: number) =>
    db.query(
      "update sluice_private.timers set due_at = now() - make_interval(secs => $2) where organization_id = $1",
      [organizationId, secondsAgo],
    );

  test("are not kept waiting by those of another organization", async ({ db }) => {
    const [idle, one] = [await sleeper(db, 3), await sleeper(db, 2)];
    const [flood, two] = [await sleeper(db, 300), await sleeper(db, 5)];
    await wake(db, flood, 10);
    for (const each of [one, two]) await wake(db, each, 0.5);
    expect(await advance(db, 10)).toBe(10);
    expect([await woken(db, flood), await woken(db, one), await woken(db, two)]).toEqual([4, 2, 4]);
    // more look at a time than there are organizations with something due
    while ((await advance(db, 100)) > 0);
    expect([await woken(db, flood), await woken(db, idle)]).toEqual([300, 0]);
  });

  test("get their turn however many organizations sleep", async ({ db }) => {
    for (let n = 0; n < 15; n += 1) await sleeper(db, 1);
    const flood = await sleeper(db, 300);
    for (let n = 0; n < 15; n += 1) await sleeper(db, 1);
    const last = await sleeper(db, 1);
    await wake(db, flood, 10);
    await wake(db, last, 0.5);
    let looks = 0;
    while ((await woken(db, last)) === 0) {
      expect(await advance(db, 5)).toBe(5);
      looks += 1;
    }
    expect(looks).toBeLessThan(10);
    expect(await woken(db, flood)).toBeGreaterThan(0);
  });
});
