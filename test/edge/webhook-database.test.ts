import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, onTestFinished, vi } from "vitest";
import { createEdge, type EdgeOptions } from "../../edge/webhook.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import * as engine from "../support/engine.ts";

const SECRET = "s3cret";
const HOUR = 3600;

/** A published workflow with a webhook, and where to deliver to it. */
async function serve(
  db: TestDatabase,
  filter?: string,
  pool: EdgeOptions["pool"] = db.worker,
  scheme = "github",
) {
  const { organizationId } = await engine.createTenant(db);
  const config = { path: "github", scheme, secret: "env:TEST_HOOK_SECRET" };
  const data = { trigger: "webhook_received", config, ...(filter && { filter }) };
  const nodes = [
    { id: "opened", type: "trigger", data },
    { id: "done", type: "end", data: {} },
  ];
  const draft = engine.definition(nodes, ["opened → done"]);
  const workflowId = await engine.publish(db, organizationId, draft);
  const [hook] = await db.query<{ key: string }>(
    "select key from sluice.webhook_registrations where workflow_id = $1",
    [workflowId],
  );

  const lines: string[] = [];
  const env = { TEST_HOOK_SECRET: SECRET, TEST_HOOK_SECRET_FOR: "* webhook" };
  const edge = createEdge({ pool, env, log: (line) => lines.push(line) });
  const server = createServer((request, response) => void edge.handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => server.close().closeAllConnections());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  const alias = `${base}/t-${organizationId}/github`;
  return { url: `${base}/${hook!.key}`, alias, workflowId, lines };
}

/** As Stripe signs. */
function signedAt(at: number, body: string) {
  const signature = createHmac("sha256", SECRET).update(`${at}.${body}`).digest("hex");
  return { "content-type": "application/json", "stripe-signature": `t=${at},v1=${signature}` };
}

function deliver(url: string, body: string, delivery: string) {
  const signature = createHmac("sha256", SECRET).update(body).digest("hex");
  return fetch(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-hub-signature-256": `sha256=${signature}`,
      "x-github-delivery": delivery,
      authorization: "Bearer token",
    },
  });
}

async function receiptOf(response: Response): Promise<Record<string, unknown>> {
  expect(response.status).toBe(202);
  return (await response.json()) as Record<string, unknown>;
}

async function counts(db: TestDatabase, workflowId: string) {
  const [row] = await db.query(
    `select
       (select count(*)::int from sluice.workflow_executions where workflow_id = $1) as executions,
       (select count(*)::int from sluice.workflow_events as event
          inner join sluice.workflow_triggers as trigger on trigger.id = event.trigger_id
        where trigger.workflow_id = $1) as events`,
    [workflowId],
  );
  return row;
}

describe("a delivery", () => {
  test("starts one execution, however often and over whichever address it comes", async ({
    db,
  }) => {
    const { url, alias, workflowId } = await serve(db);
    const first = await receiptOf(await deliver(url, '{"action":"opened"}', "d-1"));
    expect(first).toMatchObject({ duplicate: false, reason: null });
    const again = await Promise.all(
      [url, alias, url].map(async (address) =>
        receiptOf(await deliver(address, '{"action":"opened"}', "d-1")),
      ),
    );
    for (const receipt of again) {
      expect(receipt).toMatchObject({ ...first, duplicate: true, reason: expect.any(String) });
    }
    expect(await counts(db, workflowId)).toEqual({ executions: 1, events: 1 });
    await receiptOf(await deliver(alias, '{"action":"opened"}', "d-2"));
    expect(await counts(db, workflowId)).toEqual({ executions: 2, events: 2 });
  });

  test.for([-5, 5])(
    "is judged by the database's clock: the edge's is %i hours off",
    async (hours, { db }) => {
      const { url } = await serve(db, undefined, db.worker, "stripe");
      const now = Math.floor(Date.now() / 1000);
      const post = (at: number) =>
        fetch(url, { method: "POST", body: "{}", headers: signedAt(at, "{}") });
      vi.useFakeTimers({ toFake: ["Date"], now: (now + hours * HOUR) * 1000 });
      onTestFinished(() => void vi.useRealTimers());
      expect((await post(now)).status).toBe(202);
      expect((await post(now + hours * HOUR)).status).toBe(401);
    },
  );

  test("that the filter refuses is kept as an event and says why", async ({ db }) => {
    const { url, workflowId } = await serve(db, '$.trigger.payload.action == "opened"');
    const receipt = await receiptOf(await deliver(url, '{"action":"closed"}', "d-1"));
    expect(receipt).toMatchObject({ execution: null, duplicate: false });
    expect(receipt["reason"]).toContain("filter");
    expect(await counts(db, workflowId)).toEqual({ executions: 0, events: 1 });
  });

  test("brings no credentials into the database", async ({ db }) => {
    const { url } = await serve(db);
    const { event } = await receiptOf(await deliver(url, "{}", "d-1"));
    const [row] = await db.query<{ details: { headers: Record<string, string> } }>(
      "select details from sluice.workflow_events where id = $1",
      [event],
    );
    expect(row?.details.headers).toHaveProperty("x-github-delivery", "d-1");
    expect(JSON.stringify(row)).not.toMatch(/authorization|Bearer|sha256=/);
  });

  test.for<[string, string]>([
    ["a number beyond a double", '{"n":1e309}'],
    ["a number that is next to nothing", '{"s":"\\"9e5421","n":[1.5E-0400]}'],
    ["nesting that is too deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ])("with %s is refused and leaves nothing", async ([, body], { db }) => {
    const { url, workflowId } = await serve(db);
    const response = await deliver(url, body, "d-1");
    expect(response.status).toBe(400);
    expect(await counts(db, workflowId)).toEqual({ executions: 0, events: 0 });
  });

  test("with what only looks like such a number is taken", async ({ db }) => {
    const { url } = await serve(db);
    const body = '{"hash":"\\"9e5421","1e999":[1e308,-2.5E-308,0e0]}';
    expect((await deliver(url, body, "d-1")).status).toBe(202);
  });

  test("whose filter takes too long is kept as an event and says why", async ({ db }) => {
    const session = await db.session("sluice_worker");
    onTestFinished(() => session.end());
    await session.query("set statement_timeout = '500ms'");
    const slow = "exists($.trigger.payload.**.**.**.**.** ? (@ == 5))";
    const { url, workflowId } = await serve(db, slow, session);
    const receipt = await receiptOf(
      await deliver(url, `${"[".repeat(300)}${"]".repeat(300)}`, "d-1"),
    );
    expect(receipt).toMatchObject({ execution: null, duplicate: false });
    expect(receipt["reason"]).toContain("too long");
    expect(await counts(db, workflowId)).toEqual({ executions: 0, events: 1 });
  });

  test("to an unknown address is answered with 404", async ({ db }) => {
    const { url, alias } = await serve(db);
    for (const address of [`${url}x`, `${alias}x`, alias.replace("/t-", "/u-")]) {
      expect((await deliver(address, "{}", "d-1")).status).toBe(404);
    }
  });
});
