import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { GraphQLRequestError, request } from "../../graphql/client.ts";
import {
  CreateWorkflowDocument,
  ExecutionDocument,
  PublishWorkflowDocument,
  StartWorkflowDocument,
} from "../../generated/graphql/graphql.ts";
import { ask, serveApi, signToken, type TestApi } from "../support/api.ts";
import { call, named } from "../support/calls.ts";
import { expect, test as base } from "../support/database.ts";
import { createTenant, definition, manual, publish, start } from "../support/engine.ts";

const test = base.extend("api", { scope: "file" }, async ({ db }, { onCleanup }) => {
  const api: TestApi = await serveApi(db);
  onCleanup(() => api.close());
  return api;
});

const set = { id: "set", type: "action", data: { action: "data.set", input: { ok: true } } };
const draft = definition([manual, set], ["start → set"]);
const LIST = `{ workflows { nodes { id name } } workflowExecutions { nodes { id } }
  workflowVersions { nodes { id } } organizations { nodes { slug } } }`;

describe("a request", () => {
  test("without a token sees nothing", async ({ db, api }) => {
    const { organizationId } = await createTenant(db);
    await publish(db, organizationId, draft);
    const { errors } = await ask(api.url, undefined, "{ workflows { nodes { id } } }");
    expect(errors?.[0]?.extensions).toMatchObject({ code: "42501" });
  });

  test.for([
    ["expired", { expires: "-1s" }],
    ["signed with another key", { secret: "another secret of 32 characters or more" }],
    ["for another audience", { audience: "elsewhere" }],
  ] as const)("with a token that is %s is refused with 401", async ([, change], { db, api }) => {
    const { claims } = await createTenant(db);
    const reply = await ask(api.url, await signToken(claims, change), LIST);
    expect(reply.status).toBe(401);
    expect(reply.data ?? null).toBeNull();
    expect(JSON.stringify(reply.errors)).toContain("token");
  });

  test("with algorithm none, or a subject that is no id, is refused with 401", async ({ api }) => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const forged = `${encode({ alg: "none" })}.${encode({ sub: randomUUID(), aud: "sluice" })}.`;
    expect((await ask(api.url, forged, LIST)).status).toBe(401);
    expect((await ask(api.url, await signToken({ sub: "ada" }), LIST)).status).toBe(401);
    expect((await ask(api.url, "rubbish", LIST)).status).toBe(401);
  });
});

describe("an error", () => {
  test("of class SL has code, reason and hint", async ({ db, api }) => {
    const token = await signToken((await createTenant(db)).claims);
    const { errors } = await ask(
      api.url,
      token,
      "mutation ($id: UUID!) { startWorkflow(input: { workflowId: $id }) { result { id } } }",
      { id: randomUUID() },
    );
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "SLNTF",
      reason: "NOT_FOUND",
      hint: expect.stringContaining("sluice.workflows"),
    });
  });

  test("of publishing lists every problem with node and path", async ({ db, api }) => {
    const { claims } = await createTenant(db);
    const token = await signToken(claims);
    const options = { url: api.url, token };
    const broken = definition([manual, { id: "x", type: "magic" }], []);
    const created = await request(options, CreateWorkflowDocument, {
      name: "broken",
      definition: broken,
    });
    const failure = await request(options, PublishWorkflowDocument, {
      workflowId: created.createWorkflow!.result!.id,
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GraphQLRequestError);
    expect(failure).toMatchObject({ code: "SLVAL", reason: "INVALID_WORKFLOW_DATA" });
    expect((failure as GraphQLRequestError).detail).toContainEqual(
      expect.objectContaining({ code: "unknown_type", node_id: "x", path: "type" }),
    );
  });

  test("of any other kind is masked", async ({ db, api }) => {
    const token = await signToken((await createTenant(db)).claims);
    await db.query(`
      create function sluice.break_down() returns int language sql volatile as 'select 1 / 0';
      grant execute on function sluice.break_down() to sluice_member`);
    const broken = await serveApi(db);
    try {
      const { errors } = await ask(
        broken.url,
        token,
        "mutation { breakDown(input: {}) { result } }",
      );
      expect(errors?.[0]?.extensions).toMatchObject({ code: "INTERNAL" });
      expect(JSON.stringify(errors)).not.toContain("division");
    } finally {
      await broken.close();
      await db.query("drop function sluice.break_down()");
    }
    void api;
  });
});

describe("two tenants", () => {
  test("see and touch nothing of each other", async ({ db, api }) => {
    const [mine, other] = [await createTenant(db), await createTenant(db)];
    const workflowId = await publish(db, other.organizationId, draft);
    const executionId = await start(db, workflowId);
    const token = await signToken(mine.claims);
    const { data } = await ask(api.url, token, LIST);
    expect(data).toMatchObject({
      workflows: { nodes: [] },
      workflowExecutions: { nodes: [] },
      workflowVersions: { nodes: [] },
      organizations: { nodes: [{ slug: `t-${mine.organizationId}` }] },
    });
    const byId = await ask(
      api.url,
      token,
      `query ($w: UUID!, $e: UUID!) { workflow(id: $w) { id } workflowExecution(id: $e) { id } }`,
      { w: workflowId, e: executionId },
    );
    expect(byId.data).toEqual({ workflow: null, workflowExecution: null });
    for (const mutation of [
      `startWorkflow(input: { workflowId: $w })`,
      `publishWorkflow(input: { workflowId: $w })`,
      `updateWorkflow(input: { workflowId: $w, name: "mine" })`,
      `setWorkflowStatus(input: { workflowId: $w, status: "paused" })`,
    ]) {
      const text = `mutation ($w: UUID!) { ${mutation} { clientMutationId } }`;
      const { errors } = await ask(api.url, token, text, { w: workflowId });
      expect(errors?.[0]?.extensions["code"], mutation).toBe("SLNTF");
    }
    const cancel = `mutation ($e: UUID!) { cancelExecution(input: { executionId: $e }) { clientMutationId } }`;
    const { errors } = await ask(api.url, token, cancel, { e: executionId });
    expect(errors?.[0]?.extensions["code"]).toBe("SLNTF");
  });
});

describe("a query", () => {
  test("gets at most 100 rows at once, and 50 unasked", async ({ db, api }) => {
    const { claims, organizationId } = await createTenant(db);
    const workflowId = await publish(db, organizationId, draft);
    await db.query("select sluice.start_workflows($1, $2)", [
      workflowId,
      JSON.stringify(Array.from({ length: 120 }, () => ({}))),
    ]);
    const token = await signToken(claims);
    const count = (reply: { data: unknown }) =>
      (reply.data as { workflowExecutions: { nodes: unknown[] } }).workflowExecutions.nodes.length;
    expect(count(await ask(api.url, token, "{ workflowExecutions { nodes { id } } }"))).toBe(50);
    expect(
      count(await ask(api.url, token, "{ workflowExecutions(first: 100) { nodes { id } } }")),
    ).toBe(100);
    const { errors } = await ask(
      api.url,
      token,
      "query ($n: Int) { workflowExecutions(first: $n) { nodes { id } } }",
      { n: 101 },
    );
    expect(errors?.[0]).toMatchObject({
      message: "'first' must be at most 100",
      extensions: { code: "SLLIM" },
    });
  });

  test("that is too deep is refused", async ({ db, api }) => {
    const token = await signToken((await createTenant(db)).claims);
    const deep = `${"executions { nodes { workflow { ".repeat(5)}id${" } } }".repeat(5)}`;
    const { errors } = await ask(api.url, token, `{ workflows { nodes { ${deep} } } }`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "SLLIM" });
  });

  test("goes from an execution to what it has called, and back", async ({ db, api }) => {
    const tenant = await createTenant(db);
    await named(db, tenant, "child", [set], ["start → set"]);
    const id = await start(db, await named(db, tenant, "caller", [call("sub")], ["start → sub"]));
    await db.query("select sluice.tick() from generate_series(1, 4)");
    const { data } = await ask(
      api.url,
      await signToken(tenant.claims),
      `query ($id: UUID!) { workflowExecution(id: $id) {
         steps(condition: { nodeId: "sub" }) { nodes { status children { nodes { status } } } }
         children { nodes { depth parent { id } parentStep { nodeId } root { id } } }
         descendants { nodes { status } } errorHandlers { nodes { id } } parent { id } } }`,
      { id },
    );
    expect(data).toEqual({
      workflowExecution: {
        steps: { nodes: [{ status: "completed", children: { nodes: [{ status: "completed" }] } }] },
        children: {
          nodes: [{ depth: 1, parent: { id }, parentStep: { nodeId: "sub" }, root: { id } }],
        },
        descendants: { nodes: [{ status: "completed" }] },
        errorHandlers: { nodes: [] },
        parent: null,
      },
    });
  });

  test("has typed documents from start to end", async ({ db, api }) => {
    const { claims, organizationId } = await createTenant(db);
    const workflowId = await publish(db, organizationId, draft);
    const options = { url: api.url, token: await signToken(claims) };
    const started = await request(options, StartWorkflowDocument, {
      workflowId,
      input: { n: 1 },
      idempotencyKey: "once",
    });
    const id = started.startWorkflow!.result!.id;
    await db.query("select sluice.tick()");
    const { workflowExecution } = await request(options, ExecutionDocument, { id });
    expect(workflowExecution).toMatchObject({
      status: "completed",
      output: { set: { ok: true } },
      steps: { nodes: [{ nodeId: "start" }, { nodeId: "set", status: "completed" }] },
    });
    const again = await request(options, StartWorkflowDocument, {
      workflowId,
      input: { n: 2 },
      idempotencyKey: "once",
    });
    expect(again.startWorkflow!.result!.id).toBe(id);
  });
});
