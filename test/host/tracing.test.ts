import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, describe } from "vitest";
import { z } from "zod";
import { defineAction, type ActionContext } from "../../tasks/define-action.ts";
import { httpRequest } from "../../tasks/http_request/task.ts";
import { isTraced } from "../../tasks/host/observer.ts";
import { startTracing } from "../../tasks/host/tracing.ts";
import { startWorker } from "../../tasks/host/worker.ts";
import { ask, serveApi, signToken } from "../support/api.ts";
import { call, named, tenantOf } from "../support/calls.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { createTenant, definition, manual, publish, TestWorker } from "../support/engine.ts";
import { act, endExecutions, set, workflowOf } from "../support/scenes.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";
const TRACEPARENT = `00-${TRACE}-${PARENT}-01`;

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code?: number; message?: string };
  attributes: { key: string; value: Record<string, unknown> }[];
}

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function serve(handle: (path: string, body: unknown, headers: IncomingHttpHeaders) => void) {
  const server = createServer((request, response) => {
    const answer = async () => {
      handle(request.url ?? "", await json(request).catch(() => null), request.headers);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    };
    void answer();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A collector that speaks OTLP over HTTP, and a worker that sends it its spans. */
async function collect(db: TestDatabase, run: (context: ActionContext) => unknown = () => ({})) {
  const spans: Span[] = [];
  const services: unknown[] = [];
  const url = await serve((path, body) => {
    expect(path).toBe("/v1/traces");
    const { resourceSpans } = body as {
      resourceSpans: { resource: { attributes: unknown[] }; scopeSpans: { spans: Span[] }[] }[];
    };
    for (const { resource, scopeSpans } of resourceSpans) {
      services.push(...resource.attributes);
      spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    }
  });
  process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] = url;
  const tracing = startTracing(db.worker, { OTEL_SERVICE_NAME: "tested" }, () => {});
  delete process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  const action = defineAction({
    ...{ name: "act", title: "Act", description: "What the test wants." },
    input: z.object({}),
    output: z.unknown(),
    run: async (_input, context) => run(context),
  });
  const host = await startWorker({
    ...{ databaseUrl: db.workerUrl, concurrency: 2, log: () => {} },
    actions: [action, httpRequest],
    env: { SLUICE_HTTP_ALLOW: "127.0.0.0/8" },
    observer: tracing.observe,
  });
  const stop = async () => {
    await host.stop();
    await tracing.stop();
    return spans;
  };
  ends.push(stop);
  return { spans, services, stop };
}

const begin = async (db: TestDatabase, workflow: string, traceparent: string | null) => {
  const [row] = await db.query<{ id: string }>(
    "select id from sluice.start_workflow($1, traceparent => $2)",
    [workflow, traceparent],
  );
  return row!.id;
};

const traceOf = async (db: TestDatabase, id: string) => {
  const [row] = await db.query<{ traceparent: string | null }>(
    "select traceparent from sluice.workflow_executions where id = $1",
    [id],
  );
  return row!.traceparent;
};

const ended = (db: TestDatabase, ...ids: string[]) =>
  expect
    .poll(() => db.query("select from sluice_private.executions where id = any($1)", [ids]), {
      timeout: 10_000,
    })
    .toHaveLength(ids.length);

const attributesOf = ({ attributes }: Span) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

describe("spans", () => {
  test("of steps are below that of their execution, and it below who started it", async ({
    db,
  }) => {
    const retry = { max_attempts: 2, initial: "1 ms" };
    const given: unknown[] = [];
    const { stop, services } = await collect(db, ({ attempt, trace }) => {
      given.push(trace);
      if (attempt === 1) throw new Error("no luck");
      return {};
    });
    const id = await begin(
      db,
      await workflowOf(db, [act("a", { retry }), set("b")], ["start → a", "a → b"], {}, "orders"),
      TRACEPARENT,
    );
    await ended(db, id);
    const spans = await stop();
    expect(services).toContainEqual({ key: "service.name", value: { stringValue: "tested" } });
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    const whole = spans.find(({ name }) => name === "execution orders")!;
    expect(whole.parentSpanId).toBe(PARENT);
    expect(attributesOf(whole)).toMatchObject({
      "sluice.execution.id": id,
      "sluice.execution.status": "completed",
    });
    const steps = spans.filter(({ name }) => name === "step a");
    expect(steps.map((span) => [span.parentSpanId, attributesOf(span)])).toEqual([
      [
        whole.spanId,
        expect.objectContaining({ "sluice.step.outcome": "failed", "error.type": "error" }),
      ],
      [
        whole.spanId,
        expect.objectContaining({ "sluice.step.outcome": "completed", "sluice.action": "act" }),
      ],
    ]);
    expect(steps[0]!.status).toEqual({ code: 2, message: "no luck" });
    expect(given).toEqual(steps.map(({ spanId }) => ({ traceparent: `00-${TRACE}-${spanId}-01` })));
    expect(BigInt(whole.startTimeUnixNano)).toBeLessThan(BigInt(steps[0]!.endTimeUnixNano));
    expect(await db.query("select from sluice_private.ended_traces")).toEqual([]);
  });

  test("go on in the requests that steps send", async ({ db }) => {
    const headers: IncomingHttpHeaders[] = [];
    const url = await serve((_path, _body, found) => headers.push(found));
    const { stop } = await collect(db);
    await db.query("select sluice_private.sync_action_definitions($1)", [
      JSON.stringify([
        {
          ...{ name: "http_request", title: "HTTP", description: "" },
          ...{ input_schema: { type: "object" }, output_schema: {} },
        },
      ]),
    ]);
    const { organizationId } = await createTenant(db);
    const send = (id: string, more: object = {}) => ({
      id,
      type: "action",
      data: { action: "http_request", input: { method: "GET", url, ...more } },
    });
    const own = { headers: { traceparent: "own" } };
    const draft = definition([manual, send("a"), send("b", own)], ["start → a", "a → b"]);
    const id = await begin(db, await publish(db, organizationId, draft), TRACEPARENT);
    await ended(db, id);
    const step = (await stop()).find(({ name }) => name === "step a")!;
    expect(headers.map(({ traceparent }) => traceparent)).toEqual([
      `00-${TRACE}-${step.spanId}-01`,
      "own",
    ]);
  });

  test("of called executions are below that of what called them", async ({ db }) => {
    const tenant = await tenantOf(db);
    await named(db, tenant, "child", [act("a")], ["start → a"]);
    const parent = await named(db, tenant, "parent", [call("c", { wait: true })], ["start → c"]);
    const { stop } = await collect(db);
    await ended(db, await begin(db, parent, TRACEPARENT));
    const spans = await stop();
    const [whole, part] = ["parent", "child"].map((name) =>
      spans.find((span) => span.name === `execution ${name}`)!,
    );
    expect(part!.parentSpanId).toBe(whole!.spanId);
    expect(spans.find(({ name }) => name === "step a")!.parentSpanId).toBe(part!.spanId);
  });

  test("of an execution that nobody's span has started are a trace of its own", async ({ db }) => {
    const { stop } = await collect(db);
    const workflow = await workflowOf(db, [act("a"), act("b")], ["start → a", "a → b"]);
    const id = await begin(db, workflow, null);
    await ended(db, id);
    const spans = await stop();
    expect(spans.map(({ traceId }) => traceId)).toEqual(
      Array.from({ length: 2 }, () => id.replaceAll("-", "")),
    );
  });

  test("are left out where the trace is not sampled", async ({ db }) => {
    const { stop } = await collect(db);
    const workflow = await workflowOf(db, [act("a")], ["start → a"]);
    await ended(db, await begin(db, workflow, `00-${TRACE}-${PARENT}-00`));
    expect(await stop()).toEqual([]);
  });
});

describe("the trace of a start", () => {
  test("is that of the setting, of the header of GraphQL, or of a delivery", async ({ db }) => {
    const { organizationId, claims } = await createTenant(db);
    const hook = { id: "hook", type: "trigger", data: { trigger: "webhook_received" } };
    const workflow = await publish(
      db,
      organizationId,
      definition([manual, hook, set("a")], ["start → a", "hook → a"]),
    );
    const session = await db.session();
    await session.query("select set_config('sluice.traceparent', $1, false)", [TRACEPARENT]);
    const { rows } = await session.query("select id from sluice.start_workflow($1)", [workflow]);
    expect(await traceOf(db, rows[0].id)).toBe(TRACEPARENT);

    const { url, close } = await serveApi(db);
    ends.push(close);
    const asked = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${await signToken(claims)}`,
        traceparent: TRACEPARENT,
      },
      body: JSON.stringify({
        query: `mutation { startWorkflow(input: { workflowId: "${workflow}" }) { result { id } } }`,
      }),
    });
    const answer = (await asked.json()) as { data: { startWorkflow: { result: { id: string } } } };
    expect(await traceOf(db, answer.data.startWorkflow.result.id)).toBe(TRACEPARENT);
    const untraced = await ask(url, await signToken(claims), "{ __typename }");
    expect(untraced.errors).toBeUndefined();

    const [delivered] = await db.query<{ execution_id: string }>(
      `select execution_id from sluice.webhook_registrations as w
       cross join lateral sluice_private.receive_webhook(
         w.organization_id, w.id, null, 'POST', jsonb_build_object('traceparent', $2::text), '{}',
         '{}', null)
       where w.workflow_id = $1`,
      [workflow, TRACEPARENT],
    );
    expect(await traceOf(db, delivered!.execution_id)).toBe(TRACEPARENT);
    await endExecutions(db);
  });

  test("is none where it is not one, and survives a retry", async ({ db }) => {
    const workflow = await workflowOf(db, [act("a")], ["start → a"]);
    for (const odd of ["", "x", TRACEPARENT.toUpperCase(), `00-${"0".repeat(32)}-${PARENT}-01`]) {
      expect(await traceOf(db, await begin(db, workflow, odd))).toBeNull();
    }
    const id = await begin(db, workflow, TRACEPARENT);
    const worker = await new TestWorker(db.worker).register();
    await worker.drain(() => ({ error: {} }));
    await db.query("select sluice.retry_execution($1)", [id]);
    expect(await traceOf(db, id)).toBe(TRACEPARENT);
    await worker.drain();
    const left = await db.query<{ generation: number }>(
      "select generation from sluice_private.ended_traces where execution_id = $1 order by 1",
      [id],
    );
    expect(left).toEqual([{ generation: 0 }, { generation: 1 }]);
    await endExecutions(db);
  });
});

describe("tracing", () => {
  test("is on when OTEL_* variables say where spans go, and not off", () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };
    expect(isTraced({})).toBe(false);
    expect(isTraced({ OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toBe(false);
    expect(isTraced(endpoint)).toBe(true);
    expect(isTraced({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:4318/x" })).toBe(true);
    expect(isTraced({ ...endpoint, OTEL_SDK_DISABLED: "true" })).toBe(false);
    expect(isTraced({ ...endpoint, OTEL_TRACES_EXPORTER: "none" })).toBe(false);
  });
});
