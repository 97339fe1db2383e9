import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { invariants } from "../../support/engine.ts";
import { claim, ITEMS, Polled, report, things } from "../../support/polls.ts";
import { endExecutions } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await db.query("delete from sluice.workflow_polls");
  expect(await invariants(db)).toEqual([]);
});

describe("a poll for items", () => {
  test("starts with what comes after its first answer, and once for each", async ({ db }) => {
    const poll = await Polled.by(db, ITEMS);
    await poll.answer(things(1, 2));
    expect(await poll.items()).toEqual([]);
    await poll.answer(things(1, 2));
    await poll.answer(things(1, 2, 3, "4"));
    await poll.answer(things(3, 4, 2));
    expect(await poll.items()).toEqual(things(3, "4"));
    expect(await poll.row()).toMatchObject({
      ...{ poll_count: "4", item_count: "2", pending_count: 0, failures: 0, token: null },
    });
  });

  test("starts with all that is there, if told so", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, start: "all" });
    await poll.answer(things("b", "a"));
    await poll.answer(things("a", "b"));
    expect(await poll.items()).toEqual(things("a", "b"));
  });

  test("knows an item without a key by what it says", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, items: "body.rows[*]", start: "all" });
    await poll.answer({ rows: [{ n: 1 }, { n: 1 }, { n: 2, id: null }, { n: 3, id: "" }] });
    await poll.answer({ rows: [{ n: 1 }, { n: 2, id: null }] });
    expect(await poll.items()).toHaveLength(3);
    expect(await poll.items()).toEqual(
      expect.arrayContaining([{ n: 1 }, { n: 2, id: null }, { n: 3, id: "" }]),
    );
  });

  test("keeps every digit of numbers", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, start: "all", cursor: "item.id" });
    await poll.answer('[{"id":9007199254740993},{"id":9007199254740992}]');
    const [row] = await db.query(
      `select cursor::text, item_count from sluice.workflow_polls where workflow_id = $1`,
      [poll.workflow],
    );
    expect(row).toEqual({ cursor: "9007199254740993", item_count: "2" });
  });

  test("starts again for items that have changed, if told so, as often as they do", async ({
    db,
  }) => {
    const poll = await Polled.by(db, { ...ITEMS, fires_on: "changed" });
    for (const v of ["a", "b", "b", "a"]) await poll.answer([{ id: 1, v }]);
    expect(await poll.items()).toEqual([
      { id: 1, v: "b" },
      { id: 1, v: "a" },
    ]);
  });

  test("says what the occurrence was", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, start: "all" });
    await poll.answer(things(7));
    const { id, trigger_id } = await poll.row();
    const [row] = await db.query<{ input: object }>(
      "select input from sluice.workflow_executions where workflow_id = $1",
      [poll.workflow],
    );
    expect(row!.input).toMatchObject({
      ...{ type: "poll", id: trigger_id, poll_id: id, key: "7", payload: { item: { id: 7 } } },
      found_at: expect.any(String),
    });
  });

  test("forgets very many a part at a time", async ({ db }) => {
    const poll = await Polled.by(db, ITEMS);
    await poll.answer(things(1));
    await db.query(
      `insert into sluice_private.poll_items (organization_id, poll_id, key, digest, seen_at)
       select organization_id, id, 'old ' || n, '', now() - interval '31 days'
       from sluice.workflow_polls, generate_series(1, 7000) as n`,
    );
    await db.query("update sluice.workflow_polls set forgot_at = now() - interval '2 days'");
    const left: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      await poll.answer(things(1));
      const [row] = await db.query<{ n: number }>(
        "select count(*)::int as n from sluice_private.poll_items",
      );
      left.push(row!.n);
    }
    expect(left).toEqual([2001, 1, 1]);
    const [{ is_done } = {}] = await db.query<{ is_done: boolean }>(
      "select forgot_at > now() - interval '1 hour' as is_done from sluice.workflow_polls",
    );
    expect(is_done).toBe(true);
  });

  test("forgets what no answer has had for 30 days", async ({ db }) => {
    const poll = await Polled.by(db, ITEMS);
    await poll.answer(things(1, 2));
    const old = "now() - interval '31 days'";
    await db.query(`update sluice_private.poll_items set seen_at = ${old}`);
    await db.query(`update sluice.workflow_polls set forgot_at = ${old}`);
    await poll.answer(things(2));
    const rows = await db.query("select key from sluice_private.poll_items");
    expect(rows).toEqual([{ key: "2" }]);
  });
});

describe("a poll for an answer", () => {
  test.for([
    ["poll", { url: "http://a.example/" }],
    ["polling", { polling_url: "http://a.example/", polling_interval: 60 }],
  ] as const)("of kind %s starts when it has changed", async ([trigger, config], { db }) => {
    const poll = await Polled.by(db, config, trigger);
    for (const body of ["up", "up", "down", "down", "up"]) await poll.answer(body);
    await poll.answer("", { outcome: "unchanged" });
    expect(await poll.items()).toEqual(["down", "up"]);
  });

  test("reads JSON as such", async ({ db }) => {
    const poll = await Polled.by(db, { url: "http://a.example/", start: "all" });
    await poll.answer({ status: "up" });
    expect(await poll.items()).toEqual([{ status: "up" }]);
  });
});

describe("a cursor", () => {
  test("is the greatest of the items, and goes into the next request", async ({ db }) => {
    const poll = await Polled.by(db, {
      ...ITEMS,
      url: 'http://a.example/?after={{ cursor | default("0") }}',
      cursor: "item.at",
    });
    const asked: unknown[] = [];
    for (const at of ["2026-01-02", "2026-01-03", "2026-01-01"]) {
      asked.push((await poll.answer([{ id: at, at }, { id: `${at}x` }])).request["url"]);
    }
    asked.push((await poll.claim()).request["url"]);
    expect(asked.map((url) => String(url).split("=")[1])).toEqual([
      ...["0", "2026-01-02", "2026-01-03", "2026-01-03"],
    ]);
  });

  test("may be what the answer says of itself", async ({ db }) => {
    const config = { ...ITEMS, items: "body.rows", cursor: "body.cursor" };
    const poll = await Polled.by(db, config);
    await poll.answer({ rows: [], cursor: { page: 7 } });
    await poll.answer({ rows: [] });
    expect(await poll.row()).toMatchObject({ cursor: { page: 7 } });
  });

  test("that a request cannot do without makes it fail, and says so", async ({ db }) => {
    const poll = await Polled.by(db, { ...ITEMS, url: "http://a.example/{{ cursor }}" });
    await poll.wait();
    expect(await claim(db.worker)).toEqual([]);
    expect(await poll.row()).toMatchObject({
      ...{ failures: 1, last_error: "cursor finds nothing", token: null },
    });
  });

  test("stays when the settings of the request change, and goes with its address", async ({
    db,
  }) => {
    const poll = await Polled.by(db, { ...ITEMS, cursor: "item.id" });
    await poll.answer(things(1));
    await poll.republish({ ...ITEMS, cursor: "item.id", interval: "1 hour", headers: { a: "b" } });
    expect(await poll.row()).toMatchObject({ cursor: 1, is_first: false });
    expect((await poll.claim()).request["headers"]).toEqual({ a: "b" });
    await poll.republish({ ...ITEMS, url: "http://b.example/", cursor: "item.id" });
    expect(await poll.row()).toMatchObject({ cursor: null, is_first: true, token: null });
  });
});

describe("pages", () => {
  const paged = { ...ITEMS, items: "body.rows", next: "body.next" };

  test("are asked for at once, one after the other", async ({ db }) => {
    const poll = await Polled.by(db, { ...paged, url: "http://a.example/{{ page | default(1) }}" });
    await poll.answer({ rows: things(1), next: 2 });
    const [second] = await claim(db.worker);
    expect(second!.request["url"]).toBe("http://a.example/2");
    await report(db.worker, second!, {}, { rows: things(2), next: null });
    expect(await claim(db.worker)).toEqual([]);
    expect(await poll.row()).toMatchObject({ page: null, is_first: false });
    await poll.answer({ rows: things(1, 2, 3) });
    expect(await poll.items()).toEqual(things(3));
  });

  test("go on after the interval when they are many", async ({ db }) => {
    const poll = await Polled.by(db, { ...paged, start: "all", max_pages: 2 });
    await poll.answer({ rows: things(1), next: 2 });
    const [second] = await claim(db.worker);
    await report(db.worker, second!, {}, { rows: things(2), next: 3 });
    expect(await claim(db.worker)).toEqual([]);
    expect((await poll.claim()).request).not.toHaveProperty("page");
    expect(await poll.row()).toMatchObject({ page: 3 });
  });

  test("that name themselves end", async ({ db }) => {
    const poll = await Polled.by(db, paged);
    await poll.answer({ rows: [], next: "x" });
    const [second] = await claim(db.worker);
    await report(db.worker, second!, {}, { rows: [], next: "x" });
    expect(await claim(db.worker)).toEqual([]);
  });
});

describe("what an answer is compared with", () => {
  test("goes along with an equal request only", async ({ db }) => {
    const poll = await Polled.by(db, {
      ...ITEMS,
      cursor: "item.id",
      url: "http://a.example/{{ cursor | default(0) }}",
    });
    const first = await poll.claim();
    const validators = { hash: first.request["hash"], etag: '"1"' };
    await report(db.worker, first, { validators }, []);
    const second = await poll.claim();
    expect(second.request["validators"]).toEqual(validators);
    await report(db.worker, second, { validators }, things(1));
    expect((await poll.claim()).request["validators"]).toBeNull();
  });
});
