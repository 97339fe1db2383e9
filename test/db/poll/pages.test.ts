import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { Polled, report, things } from "../../support/polls.ts";
import { endExecutions } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await db.query("delete from sluice.workflow_polls");
});

const PAGED = {
  url: 'http://a.example/?since={{ cursor | default("0") }}&page={{ page | default("1") }}',
  ...{ items: "body.rows", dedupe_key: "item.id", cursor: "item.id", next: "body.next" },
};
const page = (next: string | null, ...ids: number[]) => ({ rows: things(...ids), next });

describe("an answer in pages", () => {
  test("is asked for by one cursor, which moves at its end", async ({ db }) => {
    const poll = await Polled.by(db, { ...PAGED, start: "all" });
    const asked: unknown[] = [];
    for (const answer of [page("2", 1, 2), page("3", 3), page(null, 4), page(null, 5)]) {
      asked.push((await poll.answer(answer)).request["url"]);
    }
    expect(asked.map((url) => String(url).slice(18))).toEqual([
      ...["since=0&page=1", "since=0&page=2", "since=0&page=3", "since=4&page=1"],
    ]);
    expect(await poll.row()).toMatchObject({ cursor: 5, page: null });
    expect(await poll.items()).toEqual(things(1, 2, 3, 4, 5));
  });

  test("whose next page cannot be had begins again from the first", async ({ db }) => {
    const poll = await Polled.by(db, { ...PAGED, start: "all" });
    await poll.answer(page("2", 1, 2), { validators: { hash: "h", etag: "e" } });
    for (let n = 0; n < 5; n += 1) await poll.fail("the page has expired");
    expect(await poll.row()).toMatchObject({ page: null, cursor: null, validators: null });
    const { request } = await poll.answer(page(null, 1, 2, 3));
    expect(request["url"]).toBe("http://a.example/?since=0&page=1");
    expect(await poll.items()).toEqual(things(1, 2, 3));
    expect(await poll.row()).toMatchObject({ cursor: 3 });
  });

  test("that has no end is noted once, and what comes then fires", async ({ db }) => {
    const poll = await Polled.by(db, PAGED);
    await poll.answer(page("2", 1, 2));
    for (let n = 3; n <= 12; n += 1) await poll.answer(page(String(n)));
    await poll.answer(page("13", 3));
    expect(await poll.items()).toEqual(things(3));
  });

  test("of a database that says more for ever fires what is new", async ({ db }) => {
    const poll = await Polled.by(db, {
      source: "sql",
      connection: "env:A",
      sql: "select 1",
      dedupe_key: "item.id",
    });
    const more = { has_more: true };
    await report(db.worker, await poll.claim(), more, things(1, 2));
    await report(db.worker, await poll.claim(), more, things(1, 2));
    await report(db.worker, await poll.claim(), more, things(1, 2, 3));
    expect(await poll.items()).toEqual(things(3));
  });
});
