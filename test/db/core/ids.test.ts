import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";

const idsOf = async (db: TestDatabase, count: number): Promise<string[]> =>
  (
    await db.query<{ id: string }>(
      "select sluice_hidden.uuidv7() as id from generate_series(1, $1::int)",
      [count],
    )
  ).map(({ id }) => id);

const millisecondsOf = (id: string): number => parseInt(id.replaceAll("-", "").slice(0, 12), 16);

async function floorOf(db: TestDatabase, instant: string): Promise<string> {
  const [row] = await db.query<{ id: string }>("select sluice_hidden.uuid_floor($1) as id", [
    instant,
  ]);
  return row!.id;
}

describe("uuidv7", () => {
  test("has the layout of RFC 9562: time, version 7, variant 10", async ({ db }) => {
    for (const id of await idsOf(db, 200)) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  test("begins with the server's time in milliseconds", async ({ db }) => {
    const [row] = await db.query<{ id: string; before: string; after: string }>(
      `select before, id, (extract(epoch from clock_timestamp()) * 1000)::bigint as after
       from (
         select before, sluice_hidden.uuidv7() as id
         from (select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as before offset 0)
           as b offset 0
       ) as made`,
    );
    expect(millisecondsOf(row!.id)).toBeGreaterThanOrEqual(Number(row!.before));
    expect(millisecondsOf(row!.id)).toBeLessThanOrEqual(Number(row!.after) + 1);
  });

  test("orders by time of making, within a millisecond too, and never repeats", async ({ db }) => {
    const rows = await db.query<{ id: string }>(
      `select sluice_hidden.uuidv7() as id
       from generate_series(1, 50) as i cross join lateral pg_sleep(0.00002 * (i - i + 1))`,
    );
    const ids = rows.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(await idsOf(db, 20_000)).size).toBe(20_000);
  });
});

describe("uuid_floor", () => {
  test("is the least id of its millisecond, and more than every id before", async ({ db }) => {
    expect(await floorOf(db, "1970-01-01T00:00:00Z")).toBe("00000000-0000-0000-0000-000000000000");
    expect(await floorOf(db, "2026-11-21T10:00:00.123Z")).toBe(
      "019aa5c4-3a7b-0000-0000-000000000000".replace(
        "019aa5c4-3a7b",
        Date.parse("2026-11-21T10:00:00.123Z")
          .toString(16)
          .padStart(12, "0")
          .replace(/^(.{8})/, "$1-"),
      ),
    );
    const [id] = await idsOf(db, 1);
    const at = new Date(millisecondsOf(id!));
    expect((await floorOf(db, at.toISOString())) <= id!).toBe(true);
    expect((await floorOf(db, new Date(at.getTime() + 1).toISOString())) > id!).toBe(true);
  });
});
