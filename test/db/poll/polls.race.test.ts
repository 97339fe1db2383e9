import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { claim, ITEMS, Polled, report, things } from "../../support/polls.ts";
import {
  codeOf,
  endExecutions,
  endScene,
  enterTestMode,
  openSession,
  untilBlocked,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
  await db.query("delete from sluice.workflow_polls");
});

const LOCK = 4712;
const REPORTED = ["poll reported", "items kept", "poll fired"];

describe("a poll that is due", () => {
  test("is taken by one worker, though another one looks meanwhile", async ({ db }) => {
    await enterTestMode(db);
    const poll = await Polled.by(db, ITEMS);
    const [gate, slow] = [await openSession(db), await openSession(db)];
    await gate.query("select pg_advisory_lock($1)", [LOCK]);
    await slow.query(`set sluice.failpoints = 'polls claimed=lock:${LOCK}'`);
    const taking = claim(slow);
    await untilBlocked(db, slow);
    expect(await claim(db.worker)).toEqual([]);
    await gate.query("select pg_advisory_unlock($1)", [LOCK]);
    expect(await taking).toHaveLength(1);
    expect(await claim(db.worker)).toEqual([]);
    expect((await poll.row()).token).not.toBeNull();
  });

  test("is nobody's when its worker is killed as it takes it", async ({ db }) => {
    await enterTestMode(db);
    const poll = await Polled.by(db, ITEMS);
    const [gate, doomed] = [await openSession(db), await openSession(db)];
    await gate.query("select pg_advisory_lock($1)", [LOCK]);
    await doomed.query(`set sluice.failpoints = 'polls claimed=lock:${LOCK}'`);
    const { rows } = await doomed.query<{ pid: number }>("select pg_backend_pid() as pid");
    const taking = claim(doomed).catch((error: { code: string }) => error.code);
    await untilBlocked(db, doomed);
    await db.query("select pg_terminate_backend($1, 5000)", [rows[0]!.pid]);
    expect(await taking).toBe("57P01");
    await poll.claim();
  });

  test.for(REPORTED)(
    "whose report is killed at %s fires once all the same",
    async (point, { db }) => {
      await enterTestMode(db);
      const poll = await Polled.by(db, { ...ITEMS, start: "all", cursor: "item.id" });
      const order = await poll.claim();
      const [gate, doomed] = [await openSession(db), await openSession(db)];
      await gate.query("select pg_advisory_lock($1)", [LOCK]);
      await doomed.query(`set sluice.failpoints = '${point}=lock:${LOCK}'`);
      const { rows } = await doomed.query<{ pid: number }>("select pg_backend_pid() as pid");
      const answer = things(1, 2, 3);
      const reporting = report(doomed, order, {}, answer).catch((e: { code: string }) => e.code);
      await untilBlocked(db, doomed);
      await db.query("select pg_terminate_backend($1, 5000)", [rows[0]!.pid]);
      expect(await reporting).toBe("57P01");
      expect(await poll.items()).toEqual([]);
      expect(await poll.row()).toMatchObject({ cursor: null, token: order.token });
      await db.query("update sluice.workflow_polls set due_at = now()");
      expect(await claim(db.worker)).toEqual([]);
      await poll.answer(answer);
      await poll.answer(answer);
      expect(await poll.items()).toEqual(answer);
    },
  );

  test("whose report fails as its items start is reported again, and fires once", async ({
    db,
  }) => {
    await enterTestMode(db);
    const poll = await Polled.by(db, { ...ITEMS, start: "all" });
    const order = await poll.claim();
    const failing = await openSession(db);
    await failing.query("set sluice.failpoints = 'fired=raise'");
    const answer = things(1);
    expect(await codeOf(report(failing, order, {}, answer))).toBe("SLFPT");
    expect(await report(db.worker, order, {}, answer)).toBe("recorded");
    expect(await poll.items()).toEqual(answer);
  });

  test("whose two reports meet fires once", async ({ db }) => {
    await enterTestMode(db);
    const poll = await Polled.by(db, { ...ITEMS, start: "all" });
    const order = await poll.claim();
    const [gate, one, other] = [
      await openSession(db),
      await openSession(db),
      await openSession(db),
    ];
    await gate.query("select pg_advisory_lock($1)", [LOCK]);
    await one.query(`set sluice.failpoints = 'items kept=lock:${LOCK}'`);
    const first = report(one, order, {}, things(1));
    await untilBlocked(db, one);
    const second = report(other, order, {}, things(1));
    await untilBlocked(db, other);
    await gate.query("select pg_advisory_unlock($1)", [LOCK]);
    expect([await first, await second]).toEqual(["recorded", "stale"]);
    expect(await poll.items()).toEqual(things(1));
  });

  test("whose row is somebody's is not waited for by whoever reports", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, start: "all" });
    const order = await poll.claim();
    const user = await openSession(db);
    const { trigger_id } = await poll.row();
    await user.query(`begin; select sluice.poll_now('${trigger_id}')`);
    await expect(report(db.worker, order, {}, things(1))).rejects.toMatchObject({ code: "55P03" });
    await user.query("commit");
    expect(await report(db.worker, order, {}, things(1))).toBe("recorded");
    expect(await poll.items()).toEqual(things(1));
  });

  test("is stale when its workflow is published with another address meanwhile", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, start: "all" });
    const order = await poll.claim();
    await poll.republish({ ...ITEMS, url: "http://b.example/", start: "all" });
    expect(await report(db.worker, order, {}, things(1))).toBe("stale");
    expect(await poll.items()).toEqual([]);
  });
});
