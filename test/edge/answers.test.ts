import type pg from "pg";
import { describe, onTestFinished } from "vitest";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { execution, type Node, TestWorker } from "../support/engine.ts";
import { deliver, type Hook, serveHook } from "../support/hooks.ts";
import { endScene, set } from "../support/scenes.ts";

test.afterEach(({ db }) => endScene(db));

const WAIT = { response: { mode: "wait", timeout: "20 s" } };

const PATIENT = { timeout: 15_000 };

const respond = (input: object): Node => ({
  id: "answer",
  type: "action",
  data: { action: "http.respond", input },
});

const serve = (db: TestDatabase, nodes: Node[], config: object = WAIT) => {
  const ids = ["hook", ...nodes.map(({ id }) => id)];
  const edges = ids.slice(1).map((id, n) => `${ids[n]} → ${id}`);
  return serveHook(db, config as Record<string, unknown>, { nodes, edges });
};

const awaited = async (db: TestDatabase, { organizationId }: Pick<Hook, "organizationId">) => {
  const rows = await db.query(
    "select from sluice_private.awaited_answers where organization_id = $1",
    [organizationId],
  );
  return rows.length;
};

/** Delivers while a worker moves whatever is there. */
async function converse(db: TestDatabase, hook: Hook, payload: unknown = {}) {
  const worker = await new TestWorker(db.worker).register();
  const answering = fetch(hook.url, {
    method: "POST",
    body: JSON.stringify(payload),
    headers: { "content-type": "application/json" },
  });
  const pumping = new AbortController();
  void answering.finally(() => pumping.abort());
  while (!pumping.signal.aborted) {
    await worker.pump();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return answering;
}

describe("a sender that waits", () => {
  test("is told what http.respond says", async ({ db }) => {
    const answer = {
      ...{ status: 201, headers: { "X-Order": "{{ trigger.payload.id }}" } },
      body: { id: "{{ trigger.payload.id }}" },
    };
    const hook = await serve(db, [respond(answer), set("after")]);
    const response = await converse(db, hook, { id: "o-1" });
    expect([response.status, await response.json()]).toEqual([201, { id: "o-1" }]);
    expect(response.headers.get("x-order")).toBe("o-1");
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    const [done] = await db.query<{ id: string }>(
      "select id from sluice.workflow_executions where workflow_id = $1",
      [hook.workflowId],
    );
    expect(await execution(db, done!.id)).toMatchObject({ status: "completed" });
    expect(await awaited(db, hook)).toBe(0);
  });

  test("may be answered with any text, which is no page of ours", async ({ db }) => {
    const headers = { "content-type": "text/html" };
    const hook = await serve(db, [respond({ headers, body: "<script>alert(1)</script>" })]);
    const response = await converse(db, hook);
    expect(await response.text()).toBe("<script>alert(1)</script>");
    expect(response.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("is told the output of a workflow that gives no answer", async ({ db }) => {
    const hook = await serve(db, [set("a", { n: "{{ trigger.payload.n }}" })]);
    const response = await converse(db, hook, { n: 7 });
    expect([response.status, await response.json()]).toEqual([200, { a: { n: 7 } }]);
  });

  test("is told no more than that it failed", async ({ db }) => {
    const stop: Node = {
      id: "stop",
      type: "end",
      data: { scope: "execution", status: "failed", error: { message: "hush" } },
    };
    const response = await converse(db, await serve(db, [stop]));
    const text = await response.text();
    expect([response.status, text.includes("execution_failed")]).toEqual([500, true]);
    expect(text).not.toContain("hush");
  });

  test("is told of the execution when it takes too long", async ({ db }) => {
    const config = { response: { mode: "wait", timeout: "1 s" } };
    const hook = await serve(db, [{ id: "w", type: "wait", data: { for: "1 h" } }], config);
    const { status, body } = await deliver(hook.url);
    expect([status, body.execution]).toEqual([202, expect.any(String)]);
    expect(await awaited(db, hook)).toBe(0);
  });

  test("that comes again with the same id is told of the execution", async ({ db }) => {
    const hook = await serve(db, [respond({ body: 1 })]);
    const send = () => deliver(hook.url, {}, { "webhook-id": "d-1" });
    const first = send();
    await expect.poll(() => awaited(db, hook), PATIENT).toBe(1);
    expect(await send()).toMatchObject({ status: 202, body: { duplicate: true } });
    await (await new TestWorker(db.worker).register()).pump();
    expect((await first).status).toBe(200);
  });

  test("holds no connection: forty at once are answered over one", async ({ db }) => {
    const session = await db.session("sluice_worker");
    onTestFinished(() => session.end());
    let [most, now] = [0, 0];
    const pool = {
      query: async (given: pg.QueryConfig) => {
        most = Math.max(most, (now += 1));
        try {
          return await session.query(given);
        } finally {
          now -= 1;
        }
      },
    } as unknown as typeof db.worker;
    const nodes = [respond({ body: "{{ trigger.payload.n }}" })];
    const edges = ["hook → answer"];
    const hook = await serveHook(db, WAIT, { nodes, edges, pool });
    const sent = Array.from({ length: 40 }, (_, n) =>
      fetch(hook.url, {
        method: "POST",
        body: JSON.stringify({ n }),
        headers: { "content-type": "application/json" },
      }),
    );
    await expect.poll(() => awaited(db, hook), PATIENT).toBe(40);
    await expect.poll(() => now, PATIENT).toBeLessThanOrEqual(1);
    const worker = await new TestWorker(db.worker).register();
    await worker.drain();
    const bodies = await Promise.all(sent.map(async (answer) => (await answer).json()));
    expect(bodies).toEqual(Array.from({ length: 40 }, (_, n) => n));
    expect(most).toBeGreaterThan(1);
  });

  test("that leaves is not waited for", async ({ db }) => {
    const hook = await serve(db, [{ id: "w", type: "wait", data: { for: "1 h" } }]);
    const leaving = new AbortController();
    const sent = fetch(hook.url, {
      ...{ method: "POST", body: "{}", signal: leaving.signal },
      headers: { "content-type": "application/json" },
    });
    await expect.poll(() => awaited(db, hook), PATIENT).toBe(1);
    leaving.abort();
    await expect(sent).rejects.toThrow();
    await expect.poll(() => awaited(db, hook), PATIENT).toBe(0);
  });

  test("whose server has died is forgotten", async ({ db }) => {
    const { organizationId } = await serve(db, [set("a")]);
    await db.query(
      `insert into sluice_private.awaited_answers (organization_id, execution_id, created_at)
       select $1, gen_random_uuid(), clock_timestamp() - age
       from (values (interval '1 min'), ('11 min')) as v (age)`,
      [organizationId],
    );
    await db.query("select sluice_private.fold_webhook_counts()");
    expect(await awaited(db, { organizationId })).toBe(1);
  });
});

describe("http.respond", () => {
  test.for<[string, object]>([
    ["a status that is none", { status: "{{ trigger.payload.n }}" }],
    ["a line break in a header", { headers: { "x-a": "1\r\nset-cookie: a=1" } }],
    ["a line break in a name", { headers: { "x-a\r\nb": "1" } }],
    ["an empty name", { headers: { "": "1" } }],
    ["a cookie", { headers: { "Set-Cookie": "a=1" } }],
    ["a length", { headers: { "Content-Length": "1" } }],
    ["an encoding", { headers: { "transfer-encoding": "chunked" } }],
    ["a policy", { headers: { "Content-Security-Policy": "" } }],
    ["what is beyond ASCII", { headers: { "x-a": "ü" } }],
    ["a number as a header", { headers: { "x-a": "{{ trigger.payload.n }}" } }],
  ])("with %s fails its step", async ([, input], { db }) => {
    const hook = await serve(db, [respond(input)]);
    const response = await converse(db, hook, { n: 101 });
    expect(response.status).toBe(500);
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  test("says whether somebody waited, and answers once", async ({ db }) => {
    const nodes = [respond({ body: 1 }), { ...respond({ body: 2 }), id: "again" }];
    const waiting = await serve(db, nodes);
    expect(await (await converse(db, waiting)).json()).toBe(1);
    const hook = await serve(db, nodes, {});
    const { body } = await deliver(hook.url);
    await (await new TestWorker(db.worker).register()).drain();
    expect(await execution(db, body.execution!)).toMatchObject({
      status: "completed",
      output: { again: { is_sent: false } },
    });
  });
});

describe("a static answer", () => {
  test("is the one of the trigger, once the delivery is stored", async ({ db }) => {
    const response = {
      ...{ mode: "static", status: 200, body: "<Response/>" },
      headers: { "content-type": "text/xml" },
    };
    const hook = await serve(db, [set("a")], { response });
    const { status, body, headers } = await deliver(hook.url);
    expect([status, body, headers.get("content-type")]).toEqual([200, "<Response/>", "text/xml"]);
    const taken = await db.query("select from sluice.webhook_deliveries where webhook_id = $1", [
      hook.webhookId,
    ]);
    expect(taken).toHaveLength(1);
    const empty = await serve(db, [set("a")], { response: { mode: "static", status: 204 } });
    expect((await deliver(empty.url)).status).toBe(204);
  });
});
