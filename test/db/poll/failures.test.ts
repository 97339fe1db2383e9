import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant, definition, publish } from "../../support/engine.ts";
import {
  claim,
  ITEMS,
  Polled,
  report,
  things,
  type Order,
  type Poll,
} from "../../support/polls.ts";
import { endExecutions, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await db.query("delete from sluice.workflow_polls");
});

/** Until the next poll, in seconds. */
const delayOf = ({ next_poll_at, polled_at }: Poll) =>
  Math.round((next_poll_at!.getTime() - polled_at!.getTime()) / 1000);

describe("a poll that fails", () => {
  test("is made again later and later, and as always when it works again", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, interval: "30 seconds" });
    const delays: number[] = [];
    for (let n = 1; n <= 11; n++) {
      await poll.fail(`no ${n}`);
      delays.push(delayOf(await poll.row()));
    }
    expect(delays).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
    expect(await poll.row()).toMatchObject({ failures: 11, last_error: "no 11", token: null });
    await poll.answer(things(1));
    expect(await poll.row()).toMatchObject({ failures: 0, last_error: null });
    expect(delayOf(await poll.row())).toBe(30);
  });

  test("waits for as long as the server asks, and a day at most", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, interval: "30 seconds" });
    await poll.fail("busy", 120_000);
    expect(delayOf(await poll.row())).toBe(120);
    await poll.fail("busy", 1);
    expect(delayOf(await poll.row())).toBe(20);
    await poll.fail("busy", 1e15);
    expect(delayOf(await poll.row())).toBe(86_400);
  });

  test("keeps its cursor and fires nothing", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, start: "all", cursor: "item.id" });
    await poll.answer(things(1));
    await poll.fail("no");
    expect(await poll.row()).toMatchObject({ cursor: 1, item_count: "1" });
    await poll.answer(things(1, 2));
    expect(await poll.items()).toEqual(things(1, 2));
  });

  test.for([
    ["<html>", "the answer is not JSON"],
    ['"text"', "the answer is not JSON"],
    ['[{"a": "\\u0000"}]', "the answer is not JSON"],
    ["[".repeat(100_000), "the answer is not JSON"],
    [JSON.stringify(Array(10_001).fill(1)), "the answer has more than 10,000 items"],
  ] as const)("with an answer like %s says why", async ([body, error], { db }) => {
    const poll = await Polled.by(db, ITEMS);
    await poll.answer(body);
    expect(await poll.row()).toMatchObject({ failures: 1, last_error: error, poll_count: "1" });
  });

  test("with a report that is no JSON says so", async ({ db }) => {
    const poll = await Polled.by(db, ITEMS);
    const { organization_id, poll_id, token } = await poll.claim();
    await db.worker.query("select sluice_private.report_poll($1, $2, $3, '{')", [
      ...[organization_id, poll_id, token],
    ]);
    expect(await poll.row()).toMatchObject({ failures: 1 });
  });
});

describe("a report", () => {
  test("counts once, and not when the poll is somebody else's by now", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, start: "all" });
    const first = await poll.claim();
    await db.query("update sluice.workflow_polls set due_at = now()");
    expect(await claim(db.worker)).toEqual([]);
    expect(await poll.row()).toMatchObject({
      failures: 1,
      last_error: "the worker that polled has not reported",
    });
    const second = await poll.claim();
    expect(await report(db.worker, first, {}, things(1))).toBe("stale");
    expect(await report(db.worker, second, {}, things(1, 2))).toBe("recorded");
    expect(await report(db.worker, second, {}, things(3))).toBe("stale");
    expect(await poll.items()).toEqual(things(1, 2));
  });

  test("is not for another tenant's poll", async ({ db }) => {
    const ours = await Polled.by(db, { ...ITEMS, start: "all" });
    await db.query("update sluice.workflow_polls set due_at = now() + interval '1 hour'");
    const theirs = await Polled.by(db, { ...ITEMS, start: "all" });
    await db.query("update sluice.workflow_polls set due_at = now() + interval '1 hour'");
    const one = await ours.claim();
    const { organization_id, id: poll_id } = await theirs.row();
    for (const forged of [{ organization_id }, { poll_id }, { organization_id, poll_id }]) {
      expect(await report(db.worker, { ...one, ...forged }, {}, things(1))).toBe("stale");
    }
    expect((await ours.row()).token).toBe(one.token);
  });
});

const PAUSE = "select sluice.set_workflow_status($1, 'paused')";
const RESUME = "select sluice.set_workflow_status($1, 'active')";

describe("while its workflow is not active", () => {
  test.for([
    ["its workflow is paused", PAUSE, RESUME],
    [
      "its organization is paused",
      "select sluice.pause_organization((select organization_id from sluice.workflows where id = $1))",
      "select sluice.resume_organization((select organization_id from sluice.workflows where id = $1))",
    ],
    [
      "its trigger is off",
      "select sluice.set_trigger_enabled(id, false) from sluice.workflow_triggers where workflow_id = $1",
      "select sluice.set_trigger_enabled(id, true) from sluice.workflow_triggers where workflow_id = $1",
    ],
  ] as const)("(%s) a poll asks nothing", async ([, stop, go], { db }) => {
    const poll = await Polled.by(db, ITEMS);
    await poll.answer(things(1));
    await db.query(stop, [poll.workflow]);
    await poll.wait();
    expect(await claim(db.worker)).toEqual([]);
    expect(await poll.row()).toMatchObject({ next_poll_at: null, failures: 0 });
    await db.query(go, [poll.workflow]);
    await poll.answer(things(1, 2));
    expect(await poll.items()).toEqual(things(2));
  });

  test("what it has found waits", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, start: "all" });
    const order = await poll.claim();
    await db.query(PAUSE, [poll.workflow]);
    await report(db.worker, order, {}, things(1, 2));
    expect(await poll.items()).toEqual([]);
    expect(await poll.row()).toMatchObject({ pending_count: 2 });
    await db.query(RESUME, [poll.workflow]);
    await poll.wait();
    await claim(db.worker);
    expect(await poll.items()).toEqual(things(1, 2));
    expect(await poll.row()).toMatchObject({ pending_count: 0, item_count: "2" });
  });
});

describe("many polls", () => {
  test("of one organization keep no other waiting", async ({ db }) => {
    const greedy = await Polled.by(db, ITEMS);
    for (let n = 1; n < 30; n++) await Polled.by(db, ITEMS, "poll", greedy.organizationId);
    const modest = await Polled.by(db, ITEMS);
    await db.query("update sluice.workflow_polls set due_at = now() where organization_id <> $1", [
      modest.organizationId,
    ]);
    await db.query("update sluice.workflow_polls set due_at = now() where organization_id = $1", [
      modest.organizationId,
    ]);
    const orders = [...(await claim(db.worker)), ...(await claim(db.worker))];
    const owners = orders.map(({ organization_id }) => organization_id);
    expect(owners.filter((id) => id === greedy.organizationId)).toHaveLength(8);
    expect(owners.filter((id) => id === modest.organizationId)).toHaveLength(1);
  });

  test("of one organization are looked at once, and made as others end", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const triggers = Array.from({ length: 400 }, (_, n) => ({
      ...{ id: `on${n}`, type: "trigger", data: { trigger: "poll", config: ITEMS } },
    }));
    await publish(db, organizationId, definition([...triggers, set("a")], ["on0 → a"]));
    const modest = await Polled.by(db, ITEMS);
    const owners: string[] = [];
    const orders: Order[] = [];
    for (let n = 0; n < 4; n += 1) orders.push(...(await claim(db.worker, 9)));
    for (const order of orders) owners.push(order.organization_id);
    expect(owners.filter((id) => id === organizationId)).toHaveLength(8);
    expect(owners.filter((id) => id === modest.organizationId)).toHaveLength(1);
    expect(await db.query("select from sluice.workflow_polls where due_at <= now()")).toEqual([]);
    for (const order of orders.filter((one) => one.organization_id === organizationId)) {
      await report(db.worker, order, {}, things(1));
    }
    const next = await claim(db.worker);
    expect(next).toHaveLength(8);
    expect(await claim(db.worker)).toEqual([]);
    await report(db.worker, next[0]!, { outcome: "failed", message: "no" });
    await report(db.worker, next[1]!, { outcome: "released" });
    expect(await claim(db.worker)).toHaveLength(2);
    await db.query("update sluice.workflow_polls set due_at = now() where token is not null");
    await claim(db.worker);
    expect(await claim(db.worker)).toHaveLength(8);
  });

  test("items of one answer fire in sets, before it asks again, and once each", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, start: "all" });
    const ids = Array.from({ length: 10_000 }, (_item, index) => index);
    await poll.answer(things(...ids));
    expect(await poll.row()).toMatchObject({ item_count: "500", pending_count: 9500 });
    for (let left = 9000; left >= 0; left -= 500) {
      expect(await claim(db.worker)).toEqual([]);
      expect(await poll.row()).toMatchObject({ pending_count: left });
    }
    expect(await claim(db.worker)).toEqual([]);
    const [row] = await db.query(
      `select count(*)::int, count(distinct input #>> '{payload,item,id}')::int as different
       from sluice.workflow_executions where workflow_id = $1`,
      [poll.workflow],
    );
    expect(row).toEqual({ count: 10_000, different: 10_000 });
  });
});

describe("poll_now", () => {
  test("makes a poll due, but not the moment after another one", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, interval: "1 day" });
    await poll.answer(things(1));
    const { trigger_id, polled_at } = await poll.row();
    const [row] = await db.query<Poll>("select * from sluice.poll_now($1)", [trigger_id]);
    expect(row!.due_at.getTime() - polled_at!.getTime()).toBe(10_000);
    await db.query("update sluice.workflow_polls set polled_at = polled_at - interval '1 minute'");
    await db.query("select * from sluice.poll_now($1)", [trigger_id]);
    expect(await claim(db.worker)).toHaveLength(1);
    const { due_at } = await poll.row();
    await db.query("select * from sluice.poll_now($1)", [trigger_id]);
    expect((await poll.row()).due_at).toEqual(due_at);
  });
});
