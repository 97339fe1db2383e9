import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "vitest";
import { APPROVE, linked, press } from "../support/approval-pages.ts";
import { approvalOf, beginAs, DECIDE } from "../support/approvals.ts";
import { makeDue, outputOf, status } from "../support/containers.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { endExecutions, endScene, openSession } from "../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

describe("a link and somebody else at the same time", () => {
  test("of the same assignee, twice: it decides once", async ({ db }) => {
    const { url, id } = await linked(db, { quorum: 3 });
    const codes = await Promise.all(
      [1, 2, 3, 4].map(async () => (await press(url, APPROVE)).status),
    );
    expect(codes.sort()).toEqual([200, 409, 409, 409]);
    expect(await status(db, id)).toBe("waiting");
  });

  test("who decides: it waits, and is told that it is decided", async ({ db }) => {
    const { url, id, people, worker } = await linked(db);
    const session = await openSession(db);
    await beginAs(session, people[1]!);
    await session.query(DECIDE, [(await approvalOf(db, id)).id, "approved", null, null]);
    const pressed = press(url, { decision: "rejected" });
    await untilSomebodyWaits(db);
    await session.query("commit");
    expect((await pressed).status).toBe(409);
    await worker.drain();
    expect(await outputOf(db, id, "ask")).toMatchObject({ approval: { status: "approved" } });
  });

  test("the engine, which closes it: what was pressed too late is in vain", async ({ db }) => {
    const { url, id, worker } = await linked(db);
    await makeDue(db, id);
    const host = await openSession(db, "sluice_worker");
    await host.query("begin");
    await worker.over(host).pump();
    expect((await press(url, APPROVE)).status).toBe(200);
    await host.query("commit");
    await worker.drain();
    expect(await approvalOf(db, id)).toMatchObject({ status: "timed_out" });
    expect((await press(url, APPROVE)).status).toBe(409);
  });
});

/** Resolves when some session of this database waits for an advisory lock. */
async function untilSomebodyWaits(db: TestDatabase): Promise<void> {
  for (;;) {
    const [row] = await db.query<{ n: number }>(
      `select count(*)::int as n from pg_locks
       where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    if (row!.n > 0) return;
    await sleep(2);
  }
}
