import { describe } from "vitest";
import type { PollOrder } from "../../tasks/poll/order.ts";
import { askDatabase } from "../../tasks/poll/sql.ts";
import { withRole } from "../../scripts/postgres/url.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { claim, Polled, report } from "../support/polls.ts";

const ORGANIZATION = "00000000-0000-0000-0000-00000000000a";

test.beforeEach(async ({ db }) => {
  await db.query("drop schema if exists shop cascade");
  await db.query("create schema shop");
  await db.query("create table shop.orders (id bigint primary key, total numeric, note text)");
  await db.query("grant usage on schema shop to sluice_visitor, sluice_authenticator");
  await db.query("grant select on shop.orders to sluice_visitor, sluice_authenticator");
});

function orderOf(sql: string, cursor: unknown = null, timeoutMs = 5000): PollOrder {
  const request = {
    ...{ hash: "", validators: null, cursor, is_first: false, polled_at: null },
    ...{ connection: "env:SHOP", sql },
  };
  const ids = { organizationId: ORGANIZATION, pollId: ORGANIZATION, token: ORGANIZATION };
  return { ...ids, source: "sql", request, timeoutMs };
}

/** By a role that may read the shop, and nothing else. */
const envOf = (db: TestDatabase, owner = ORGANIZATION) => ({
  SHOP: withRole(db.adminUrl, "sluice_authenticator"),
  SHOP_FOR: `${owner} sql`,
});

async function ask(db: TestDatabase, sql: string, cursor: unknown = null, timeoutMs?: number) {
  const context = { env: envOf(db), signal: new AbortController().signal };
  const { answer, body } = await askDatabase(orderOf(sql, cursor, timeoutMs), context);
  return { answer, rows: body };
}

describe("a poll of a database", () => {
  test("answers with rows of which one has what jsonb cannot hold", async ({ db }) => {
    const { rows } = await ask(
      db,
      String.raw`select '"a\u0000\ud800b\\u0000\ud83d\ude00"'::json as a`,
    );
    expect(rows).toBe(String.raw`[{"a":"a\ufffd\ufffdb\\u0000\ud83d\ude00"}]`);
    expect(await db.query("select $1::jsonb", [rows])).toHaveLength(1);
  });

  test("answers with its rows, as they are", async ({ db }) => {
    await db.query("insert into shop.orders values (9007199254740993, 1.50, null)");
    const { answer, rows } = await ask(db, "select * from shop.orders -- all");
    expect(rows).toBe('[{"id":9007199254740993,"total":1.50,"note":null}]');
    expect(answer).toEqual({ outcome: "answered", has_more: false });
  });

  test("goes on from its cursor, a thousand rows at a time", async ({ db }) => {
    await db.query("insert into shop.orders select n, n from generate_series(1, 2500) as n");
    const { organizationId } = await Polled.by(db, { url: "http://a.example/" });
    await db.query("delete from sluice.workflow_polls");
    const poll = await Polled.by(
      db,
      {
        ...{ source: "sql", connection: "env:SHOP", start: "all" },
        ...{ cursor: "item.id", dedupe_key: "item.id" },
        sql: "select id from shop.orders where id > coalesce($1::bigint, 0) order by id",
      },
      "poll",
      organizationId,
    );
    const cursors: unknown[] = [];
    const counts: number[] = [];
    for (let turns = 0; turns < 20 && counts.length < 3; turns++) {
      for (const order of await claim(db.worker)) {
        const { organization_id, poll_id, token, source } = order;
        const polled = await askDatabase(
          {
            ...{ organizationId: organization_id, pollId: poll_id, token, source },
            request: order.request as PollOrder["request"],
            timeoutMs: 5000,
          },
          { env: envOf(db, organizationId), signal: new AbortController().signal },
        );
        cursors.push(order.request["cursor"]);
        counts.push((JSON.parse(polled.body!) as unknown[]).length);
        await report(db.worker, order, polled.answer, polled.body);
      }
    }
    expect(cursors).toEqual([null, 1000, 2000]);
    expect(counts).toEqual([1000, 1000, 500]);
    expect(await poll.row()).toMatchObject({ cursor: 2500, item_count: "2500", pending_count: 0 });
  });

  test.for([
    ["insert into shop.orders values (1) returning id", "42601"],
    ["select 1) as q; drop table shop.orders; select (select 1", "42601"],
    ["with gone as (delete from shop.orders returning id) select * from gone", "0A000"],
    ["select set_config('transaction_read_only', 'off', false)", "25001"],
    ["select * from sluice.workflows", "42501"],
    ["select 1 / 0 as x", "22012"],
    ["select pg_sleep(10)", "57014"],
  ] as const)("does no more than read what it may: %s", async ([sql, code], { db }) => {
    await db.query("insert into shop.orders values (7)");
    const message = await ask(db, sql, null, 500).catch((error: Error) => error.message);
    expect(message).toMatch(`the database answered ${code}: `);
    expect(await db.query("select id from shop.orders")).toEqual([{ id: "7" }]);
  });

  test("takes no timeout from the query itself", async ({ db }) => {
    const sql = `select set_config('statement_timeout', '0', true), n,
      case when n > 60 then pg_sleep(10) end from generate_series(1, 70) as n`;
    await expect(ask(db, sql, null, 500)).rejects.toThrow(/57014|connection/);
  });

  test("refuses rows that are too long", async ({ db }) => {
    await expect(ask(db, "select repeat('x', 3000000) as x")).rejects.toThrow(/too long/);
    const many = "select repeat('x', 500000) as x from generate_series(1, 1000)";
    await expect(ask(db, many)).rejects.toThrow(/too long/);
  });

  test("is for the organization that the connection is for", async ({ db }) => {
    const other = { env: envOf(db, "00000000-0000-0000-0000-00000000000b") };
    const context = { ...other, signal: new AbortController().signal };
    await expect(askDatabase(orderOf("select 1"), context)).rejects.toThrow(/no secret env:SHOP/);
  });

  test("that cannot be reached fails, without the password", async () => {
    const env = { SHOP: "postgres://ada:hunter2@127.0.0.1:1/x", SHOP_FOR: "* sql" };
    const context = { env, signal: new AbortController().signal };
    const failure = await askDatabase(orderOf("select 1"), context).catch((error: Error) => error);
    expect(failure).toMatchObject({ message: "the database could not be reached: ECONNREFUSED" });
  });
});
