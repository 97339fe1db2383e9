import type pg from "pg";
import { describe } from "vitest";
import { expect, test as base } from "../../support/database.ts";
import { codeOf } from "../../support/scenes.ts";

/** A session that is rolled back, with or without the row that turns test mode on. */
const test = base.extend("client", async ({ db }, { onCleanup }): Promise<pg.Client> => {
  const client = await db.session();
  await client.query("begin; set local lock_timeout = '200ms'");
  onCleanup(() => client.end());
  return client;
});

const CLOCK = "2001-02-03 04:05:06+00";

async function setting(client: pg.Client, name: string, value: string): Promise<void> {
  await client.query("select set_config($1, $2, true)", [`sluice.${name}`, value]);
}

async function now(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ now: Date }>("select sluice_hidden.now() as now");
  return rows[0]!.now.toISOString();
}

const enterTestMode = (client: pg.Client) =>
  client.query("insert into sluice_private.test_mode values (true)");

describe("sluice_hidden.now", () => {
  test("is the time of day, and moves within a transaction", async ({ client }) => {
    const { rows } = await client.query<{ moves: boolean; is_close: boolean }>(
      `select sluice_hidden.now() < later.at and pg_sleep(0.002) is not null as moves,
         abs(extract(epoch from later.at - clock_timestamp())) < 5 as is_close
       from (select sluice_hidden.now() + interval '1 ms' as at offset 0) as later`,
    );
    expect(rows).toEqual([{ moves: true, is_close: true }]);
  });

  test("ignores the setting without test mode", async ({ client }) => {
    await setting(client, "clock", CLOCK);
    expect((await now(client)).slice(0, 4)).not.toBe("2001");
  });

  test("stands where the setting says in test mode", async ({ client }) => {
    await enterTestMode(client);
    await setting(client, "clock", CLOCK);
    expect(await now(client)).toBe("2001-02-03T04:05:06.000Z");
    await setting(client, "clock", "");
    expect((await now(client)).slice(0, 4)).not.toBe("2001");
  });
});

describe("test mode", () => {
  test("is off in a new database", async ({ client }) => {
    const { rowCount } = await client.query("select from sluice_private.test_mode");
    expect(rowCount).toBe(0);
  });

  test.for(["sluice_member", "sluice_visitor", "sluice_admin", "sluice_worker"])(
    "cannot be turned on by %s",
    async (role, { client }) => {
      await client.query(`set local role ${role}`);
      expect(await codeOf(enterTestMode(client))).toBe("42501");
    },
  );
});

describe("sluice_hidden.failpoint", () => {
  const reach = (client: pg.Client) => client.query("select sluice_hidden.failpoint('here')");

  test("does nothing without test mode, whatever is armed", async ({ client }) => {
    await setting(client, "failpoints", "here=raise");
    await reach(client);
  });

  test("does nothing when only another is armed", async ({ client }) => {
    await enterTestMode(client);
    await setting(client, "failpoints", "hereafter=raise,there=raise");
    await reach(client);
  });

  test("raises SLFPT where it is armed", async ({ client }) => {
    await enterTestMode(client);
    await setting(client, "failpoints", "there=sleep:0,here=raise");
    await expect(reach(client)).rejects.toMatchObject({
      code: "SLFPT",
      message: "failpoint here",
    });
  });

  test("waits for a lock where it is armed so", async ({ client, db }) => {
    const other = await db.session();
    await other.query("select pg_advisory_lock(4711)");
    await enterTestMode(client);
    await setting(client, "failpoints", "here=lock:4711");
    await client.query("savepoint before");
    expect(await codeOf(reach(client))).toBe("55P03");
    await client.query("rollback to before");
    await other.query("select pg_advisory_unlock(4711)");
    await reach(client);
  });

  test("waits for nobody who only passes by it as well", async ({ client, db }) => {
    const other = await db.session();
    await other.query("begin; select pg_advisory_xact_lock_shared(4712)");
    await enterTestMode(client);
    await setting(client, "failpoints", "here=lock:4712");
    await reach(client);
    await other.query("rollback");
  });

  test.for([
    ["0", undefined],
    ["1", "SLFPT"],
  ] as const)("raises with probability %s", async ([probability, code], { client }) => {
    await enterTestMode(client);
    await setting(client, "failpoints", `here=sleep:0,here=raise:${probability}`);
    if (code === undefined) await reach(client);
    else expect(await codeOf(reach(client))).toBe(code);
  });

  test("sleeps where it is armed so", async ({ client }) => {
    await enterTestMode(client);
    await setting(client, "failpoints", "here=sleep:10");
    await client.query("set local statement_timeout = '50ms'");
    expect(await codeOf(reach(client))).toBe("57014");
  });
});
