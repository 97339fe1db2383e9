import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "../../support/engine.ts";
import { copyTo, maintain, monthsAgo } from "../../support/history.ts";
import { set } from "../../support/scenes.ts";

interface Row {
  organization_id: string;
  workflow_id: string;
  partition: string;
  executions: string;
  bytes: string;
}

describe("workflow_storage", () => {
  test("shares the size of each partition out among the workflows in it", async ({ db }) => {
    await defineTestAction(db);
    const [one, two] = [await createTenant(db), await createTenant(db)];
    const draft = (text: string) => definition([manual, set("a", { text })], ["start → a"]);
    const small = await publish(db, one.organizationId, draft("x"));
    // no compression makes less of it
    const noise = Array.from({ length: 4000 }, () => Math.random().toString(36)).join("");
    const large = await publish(db, two.organizationId, draft(noise));
    const ids = [];
    for (const workflow of [small, small, large]) ids.push(await start(db, workflow));
    await (await new TestWorker(db.worker).register()).drain();
    const old = await copyTo(db, ids[0]!, monthsAgo(1));
    await db.query("select sluice.emit_event('x', '{}', organization_id => $1)", [
      one.organizationId,
    ]);
    await maintain(db);

    const rows = await db.query<Row>("select * from sluice.workflow_storage");
    const of = (workflow: string, partition: RegExp) =>
      rows.find((row) => row.workflow_id === workflow && partition.test(row.partition))!;
    expect(Number(of(small, /^20/).executions)).toBe(2);
    expect(Number(of(large, /^20/).executions)).toBe(1);
    expect(Number(of(large, /^20/).bytes)).toBeGreaterThan(10 * Number(of(small, /^20/).bytes));
    expect(of(small, /past/)).toMatchObject({ executions: "1" });
    expect(old).toBeDefined();
    const [size] = await db.query<{ is_all: boolean }>(
      `select abs(sum(s.bytes) - (
         select sum(pg_total_relation_size(inhrelid)) from pg_inherits
         where inhrelid::regclass::text like '%past' and inhparent <> 'sluice.workflow_events'::regclass
       )) < 10 as is_all
       from sluice.workflow_storage as s where s.partition = 'past'`,
    );
    expect(size!.is_all).toBe(true);
    const seen = await db.as(one.claims, (client) =>
      client.query<Row>("select * from sluice.workflow_storage"),
    );
    expect(new Set(seen.rows.map((row) => row.organization_id))).toEqual(
      new Set([one.organizationId]),
    );
    expect(seen.rows).toHaveLength(3);
  });
});
