import { describe } from "vitest";
import { call, named } from "../../support/calls.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "../../support/engine.ts";
import { rowsOf } from "../../support/history.ts";
import { act, codeOf, endScene, set } from "../../support/scenes.ts";

test.beforeAll(async ({ db }) => {
  await defineTestAction(db);
});
test.afterEach(async ({ db }) => {
  await endScene(db);
});

const NONE = [0, 0, 0, 0];
const hook = { id: "start", type: "trigger", data: { trigger: "webhook_received" } };
const erase = "select sluice.erase_execution($1) as count";

/** Every table of an organization that holds something of an execution, and how much. */
async function traces(db: TestDatabase, organizationId: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select (select count(*) from sluice.workflow_events where organization_id = $1)::int
       + (select count(*) from sluice.workflow_approvals where organization_id = $1)::int
       + (select count(*) from sluice.workflow_approval_assignees where organization_id = $1)::int
       as n`,
    [organizationId],
  );
  return row!.n;
}

describe("erase_execution", () => {
  test("leaves nothing of it, nor of the event that started it", async ({ db }) => {
    const { organizationId, userId, claims } = await createTenant(db, "admin");
    const approval = { approval: { assignees: [userId] }, timeout: "1 hour" };
    await publish(
      db,
      organizationId,
      definition(
        [hook, act("a"), { id: "ask", type: "wait", data: approval }],
        ["start → a", "a → ask"],
      ),
    );
    const [delivery] = await db.query<{ execution_id: string }>(
      `select d.execution_id
       from sluice.webhook_registrations as w
       cross join sluice_private.receive_webhook(
         w.organization_id, w.id, 'd', 'POST', '{}', '{}', '{"email": "ada@example.com"}', null
       ) as d
       where w.organization_id = $1`,
      [organizationId],
    );
    const id = delivery!.execution_id;
    const worker = await new TestWorker(db.worker).register();
    await worker.drain();
    const under = db.as(claims, (client) => client.query(erase, [id]));
    expect(await codeOf(under)).toBe("SLSTA");
    expect(await traces(db, organizationId)).toBe(4);

    await db.query("select sluice.cancel_execution($1)", [id]);
    await worker.pump();
    await db.as(claims, (client) => client.query(erase, [id]));
    expect(await rowsOf(db, id)).toEqual(NONE);
    expect(await traces(db, organizationId)).toBe(0);
    expect(await codeOf(db.query(erase, [id]))).toBe("SLNTF");
  });

  test("takes what it called along, and waits for none of them", async ({ db }) => {
    const tenant = await createTenant(db);
    await named(db, tenant, "child", [set("x"), act("y")], ["start → x", "x → y"]);
    const parent = await named(
      db,
      tenant,
      "parent",
      [call("child", { wait: false })],
      ["start → child"],
    );
    const id = await start(db, parent);
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const [child] = await db.query<{ id: string }>(
      "select id from sluice.workflow_executions where parent_execution_id = $1",
      [id],
    );
    expect(await codeOf(db.query(erase, [id]))).toBe("SLSTA");
    expect((await rowsOf(db, id))[0]).toBe(1);
    await worker.drain();
    expect(await db.query(erase, [id])).toEqual([{ count: 2 }]);
    expect(await rowsOf(db, id)).toEqual(NONE);
    expect(await rowsOf(db, child!.id)).toEqual(NONE);
  });

  test("is not for members", async ({ db }) => {
    const { organizationId, claims } = await createTenant(db, "member");
    const workflow = await publish(
      db,
      organizationId,
      definition([manual, set("a")], ["start → a"]),
    );
    const id = await start(db, workflow);
    await (await new TestWorker(db.worker).register()).drain();
    expect(await codeOf(db.as(claims, (client) => client.query(erase, [id])))).toBe("SLFRB");
  });
});
