import { describe } from "vitest";
import { expect, test } from "../support/database.ts";
import { createTenant, definition, publish } from "../support/engine.ts";
import { deliver, type Hook, serveEdge, serveHook } from "../support/hooks.ts";
import { codeOf } from "../support/scenes.ts";

const GRANTS = { OLD_FOR: "* webhook", NEW_FOR: "* webhook" };
const ENV = { OLD: "old-secret", NEW: "new-secret", ...GRANTS };
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const soon = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

describe("a secret", () => {
  const config = { scheme: "bearer", secret: "env:NEW", previous_secret: "env:OLD" };

  test("is taken beside the one before it, until that has ended", async ({ db }) => {
    const overlap = { ...config, previous_secret_until: soon(3600) };
    const { url } = await serveHook(db, overlap, { env: ENV });
    for (const secret of ["old-secret", "new-secret"]) {
      expect((await deliver(url, {}, bearer(secret))).status).toBe(202);
    }
    const ended = { ...config, previous_secret_until: soon(-1) };
    const hook = await serveHook(db, ended, { env: ENV });
    expect((await deliver(hook.url, {}, bearer("old-secret"))).status).toBe(401);
    expect((await deliver(hook.url, {}, bearer("new-secret"))).status).toBe(202);
  });

  test("may be gone from the environment when it is the previous one", async ({ db }) => {
    const overlap = { ...config, previous_secret_until: soon(3600) };
    const { url } = await serveHook(db, overlap, { env: { ...GRANTS, NEW: "new-secret" } });
    expect((await deliver(url, {}, bearer("new-secret"))).status).toBe(202);
    expect((await deliver(url, {}, bearer("env:OLD"))).status).toBe(401);
  });

  test("is only that of the organization it is for, and no other variable is told of", async ({
    db,
  }) => {
    const [ours, theirs] = [await createTenant(db), await createTenant(db)];
    const env = {
      ...{ HOME: "/root", SHOP: "shop-secret", EMPTY: "", NOBODYS: "n", SLUICE_JWT_SECRET: "jwt" },
      ...{
        DATABASE_URL: "postgres://",
        SLUICE_JWT_SECRET_FOR: "* webhook",
        EMPTY_FOR: "* webhook",
      },
      ...{ DATABASE_URL_FOR: "* webhook", FEED: "f", FEED_FOR: "* https://a.example" },
      SHOP_FOR: `x sql, ${ours.organizationId} webhook`,
    };
    const own = await serveHook(
      db,
      { scheme: "bearer", secret: "env:SHOP" },
      { env, tenant: ours },
    );
    expect((await deliver(own.url, {}, bearer("shop-secret"))).status).toBe(202);
    expect((await deliver(own.url, {}, bearer("another"))).status).toBe(401);
    const answers: object[] = [];
    const names = ["HOME", "SHOP", "EMPTY", "NOBODYS", "SLUICE_JWT_SECRET", "DATABASE_URL", "FEED"];
    for (const name of [...names, "ABSENT"] as (keyof typeof env)[]) {
      const foreign = { scheme: "bearer", secret: `env:${name}` };
      const hook = await serveHook(db, foreign, { env, tenant: theirs });
      const { status, body } = await deliver(hook.url, {}, bearer(env[name] ?? ""));
      answers.push({ status, body });
      expect(hook.lines.join()).toContain(`${name}_FOR to '${theirs.organizationId} webhook'`);
    }
    expect(answers[0]).toMatchObject({ status: 503, body: { error: { code: "not_configured" } } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const previous = { previous_secret: "env:SHOP", previous_secret_until: soon(3600) };
    const both = { scheme: "bearer", secret: "env:MINE", ...previous };
    const mine = { ...env, MINE: "mine", MINE_FOR: "* webhook" };
    const hook = await serveHook(db, both, { env: mine, tenant: theirs });
    expect((await deliver(hook.url, {}, bearer("mine"))).status).toBe(202);
    expect((await deliver(hook.url, {}, bearer("shop-secret"))).status).toBe(401);
  });

  test("is in no row, no log and no answer", async ({ db }) => {
    const hook = await serveHook(db, { scheme: "bearer", secret: "env:NEW" }, { env: ENV });
    const answers = [
      await deliver(hook.url, {}, bearer("new-secret")),
      await deliver(hook.url, {}, bearer("guessed-secret")),
      await deliver(hook.url, {}, { "x-api-key": "new-secret" }),
    ];
    await hook.settled();
    const rows = await db.query(
      `select row_to_json(e)::text as text from sluice.workflow_events as e where webhook_id = $1
       union all
       select row_to_json(r)::text from sluice.webhook_refusals as r where webhook_id = $1
       union all
       select row_to_json(x)::text from sluice.workflow_executions as x where workflow_id = $2`,
      [hook.webhookId, hook.workflowId],
    );
    expect(rows).toHaveLength(4);
    const said = JSON.stringify([rows, hook.lines, answers.map(({ body }) => body)]);
    expect(said).not.toMatch(/(new|guessed)-secret/);
  });
});

describe("equal deliveries", () => {
  test("50 at once start one execution, and all are told which", async ({ db }) => {
    const hook = await serveHook(db, {});
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => deliver(hook.url, { n: 1 }, { "webhook-id": "d-1" })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.execution)).size).toBe(1);
    expect(new Set(answers.map(({ body }) => body.event)).size).toBe(1);
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
    expect(await countOf(db, hook)).toBe(1);
  });

  test("are told apart again when the window has passed", async ({ db }) => {
    const config = { dedupe_header: "X-Order", dedupe_window: "5 minutes" };
    const byPath = { data: { dedupe: "$.trigger.payload.order" } };
    for (const setup of [{}, byPath]) {
      const hook = await serveHook(db, config, setup);
      const send = () => deliver(hook.url, { order: 7 }, { "x-order": "7" });
      expect((await send()).body).toMatchObject({ duplicate: false });
      expect((await send()).body).toMatchObject({ duplicate: true });
      const [claim] = await db.query<{ minutes: number }>(
        `update sluice_private.idempotency_keys
         set expires_at = expires_at - interval '5 minutes'
         where workflow_id = $1
         returning round(extract(epoch from expires_at - now()) / 60)::int as minutes`,
        [hook.workflowId],
      );
      expect(claim).toEqual({ minutes: 0 });
      expect((await send()).body).toMatchObject({ duplicate: false });
      expect(await countOf(db, hook)).toBe(2);
    }
  });
});

describe("a rate", () => {
  test("lets through as many as it says, however many come at once", async ({ db }) => {
    const hook = await serveHook(db, { rate_limit: { count: 3, per: "1 hour" } });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => deliver(hook.url, { n }, { "webhook-id": `d-${n}` })),
    );
    const taken = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status === 429);
    expect([taken.length, refused.length]).toEqual([3, 9]);
    const wait = Number(refused[0]!.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(3590);
    expect(wait).toBeLessThanOrEqual(3600);
    expect(await countOf(db, hook)).toBe(3);
    await db.query(
      "update sluice.workflow_events set created_at = created_at - interval '1 h' where webhook_id = $1",
      [hook.webhookId],
    );
    expect((await deliver(hook.url)).status).toBe(202);
  });

  test("is not used up by who cannot sign", async ({ db }) => {
    const config = { scheme: "bearer", secret: "env:NEW", rate_limit: { count: 1, per: "1 h" } };
    const { url } = await serveHook(db, config, { env: ENV });
    for (const _ of [1, 2, 3]) expect((await deliver(url, {}, bearer("x"))).status).toBe(401);
    expect((await deliver(url, {}, bearer("new-secret"))).status).toBe(202);
    expect((await deliver(url, {}, bearer("new-secret"))).status).toBe(429);
  });
});

test("a body that does not fit its schema is refused, and named", async ({ db }) => {
  const body_schema = {
    type: "object",
    required: ["order"],
    properties: { order: { type: "integer", minimum: 1 }, note: { type: "string", maxLength: 5 } },
  };
  const hook = await serveHook(db, { body_schema });
  expect((await deliver(hook.url, { order: 1, note: "{{ a" })).status).toBe(202);
  for (const payload of [{}, { order: "1" }, { order: 0 }, { order: 1, note: "{{ abc" }, []]) {
    const answer = await deliver(hook.url, payload);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid_body" } } });
  }
  await hook.settled();
  expect(await statisticsOf(db, hook)).toMatchObject({ failed_requests: "5" });
});

describe("an alias", () => {
  test("belongs to one organization, and may be the same in another", async ({ db }) => {
    const hooks = [await serveHook(db, { path: "same" }), await serveHook(db, { path: "same" })];
    for (const hook of hooks) {
      const { body } = await deliver(hook.alias);
      const [row] = await db.query(
        "select workflow_id from sluice.workflow_executions where id = $1",
        [body.execution],
      );
      expect(row).toEqual({ workflow_id: hook.workflowId });
    }
    const { organizationId } = hooks[0]!;
    const draft = definition(
      [
        {
          id: "hook",
          type: "trigger",
          data: { trigger: "webhook_received", config: { path: "same" } },
        },
        { id: "done", type: "end", data: {} },
      ],
      ["hook → done"],
    );
    expect(await codeOf(publish(db, organizationId, draft))).toBe("SLDUP");
  });

  test("may be the name of a form as well, which answers elsewhere", async ({ db }) => {
    const tenant = await createTenant(db);
    const hook = await serveHook(db, { endpoint_path: "contact" }, { tenant });
    const form = await serveHook(
      db,
      { form_id: "contact", title: "Contact", required_fields: ["name"] },
      { tenant, trigger: "form_submitted" },
    );
    expect((await deliver(hook.alias)).status).toBe(202);
    expect((await fetch(form.alias)).status).toBe(200);
    expect((await deliver(form.url.replace("/forms/", "/hooks/"))).status).toBe(404);
    expect((await fetch(hook.url.replace("/hooks/", "/forms/"))).status).toBe(404);
  });

  test.for([
    "/hooks/../hooks/KEY",
    "/hooks/x/../KEY",
    "/hooks/%2e%2e/hooks/KEY",
    "/hooks//KEY",
    "/hooks/KEY/",
    "/hooks/KEY%2f",
    "/hooks/KEY%00",
    "/hooks/KEY/x/y",
    "/hooks/t-%27%20or%201=1--/x",
    "/hooks/%25/%5c",
    "/hooks/../abcdefKEY",
    "/hooks/KEY;x",
    "//hooks/KEY",
  ])("is looked up as it stands: %s", async (path, { db }) => {
    const { base } = await serveEdge(db);
    const hook = await serveHook(db, {});
    const { hostname, port } = new URL(base);
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      const sent = request(
        {
          ...{ hostname, port, method: "POST", path: path.replace("KEY", hook.key) },
          headers: { "content-type": "application/json" },
        },
        (answer) => resolve(answer.resume().statusCode),
      );
      sent.on("error", reject).end("{}");
    });
    const isNormalised = /^\/hooks\/(\.\.\/hooks\/|x\/\.\.\/|%2e%2e\/hooks\/)KEY$/.test(path);
    expect(status).toBe(isNormalised ? 202 : 404);
  });
});

async function countOf(db: Parameters<typeof serveHook>[0], hook: Hook): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    "select count(*)::int as count from sluice.workflow_executions where workflow_id = $1",
    [hook.workflowId],
  );
  return row!.count;
}

async function statisticsOf(db: Parameters<typeof serveHook>[0], hook: Hook) {
  const [row] = await db.query("select * from sluice.webhook_statistics where webhook_id = $1", [
    hook.webhookId,
  ]);
  return row;
}
