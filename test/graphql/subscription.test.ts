import { randomUUID } from "node:crypto";
import { GraphQLError } from "postgraphile/graphql";
import { describe, onTestFinished, vi } from "vitest";
import { ExecutionChangedDocument } from "../../generated/graphql/graphql.ts";
import { maskError } from "../../graphql/errors.ts";
import { subscribe } from "../../graphql/subscribe.ts";
import { ask, collect, serveApi, signToken, type TestApi } from "../support/api.ts";
import { expect, test as base } from "../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "../support/engine.ts";
import { act, set } from "../support/scenes.ts";

const test = base.extend("api", { scope: "file" }, async ({ db }, { onCleanup }) => {
  const api: TestApi = await serveApi(db);
  onCleanup(() => api.close());
  return api;
});

const waits = definition([manual, act("a")], ["start → a"]);
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** One operation over a socket of its own, and the first answer. */
function talk(url: string, token: string | undefined, query: string) {
  const socket = new WebSocket(url.replace("http", "ws"), "graphql-transport-ws");
  const send = (message: object) => socket.send(JSON.stringify(message));
  const payload = token === undefined ? {} : { authorization: `Bearer ${token}` };
  socket.addEventListener("open", () => send({ type: "connection_init", payload }));
  const answer = new Promise<unknown>((done) =>
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(data as string) as { type: string };
      if (message.type === "connection_ack") {
        send({ id: "1", type: "subscribe", payload: { query } });
      } else done(message);
    }),
  );
  const closed = new Promise<CloseEvent>((done) => socket.addEventListener("close", done));
  return { socket, answer, closed };
}

describe("a socket", () => {
  test("is closed when its token expires, though nothing is under way", async ({ db, api }) => {
    const token = await signToken((await createTenant(db)).claims, { expires: "2s" });
    const { answer, closed } = talk(api.url, token, "{ globalId }");
    expect(await answer).toMatchObject({ type: "next", payload: { data: {} } });
    expect(await closed).toMatchObject({ code: 4403, reason: "the token has expired" });
    expect((await ask(api.url, token, "{ globalId }")).status).toBe(401);
  });

  test("on another path is refused", async ({ api }) => {
    const { closed } = talk(api.url.replace("/graphql", "/elsewhere"), undefined, "{ globalId }");
    expect(await closed).toMatchObject({ code: 1006 });
  });
});

describe("executionChanged", () => {
  test("tells the state at once, every change, and the end", async ({ db, api }) => {
    await defineTestAction(db);
    const { claims, organizationId } = await createTenant(db);
    const worker = await new TestWorker(db.worker).register();
    const id = await start(db, await publish(db, organizationId, waits));
    const seen: (string | undefined)[] = [];
    let steps: { nodeId: string; status: string }[] = [];
    const options = { url: api.url, token: await signToken(claims) };
    for await (const { executionChanged } of subscribe(options, ExecutionChangedDocument, { id })) {
      const { status, steps: page } = executionChanged!.execution!;
      seen.push(status);
      steps = page.nodes as typeof steps;
      if (status === "pending") await worker.pump();
      else if (status === "running") await worker.drain();
    }
    expect([seen[0], seen.at(-1)]).toEqual(["pending", "completed"]);
    expect(seen).toContain("running");
    expect(steps).toEqual([
      { nodeId: "start", status: "completed" },
      { nodeId: "a", status: "completed" },
    ]);
  });

  test("tells one event, and the end, of a finished execution", async ({ db, api }) => {
    const { claims, organizationId } = await createTenant(db);
    const draft = definition([manual, set("x")], ["start → x"]);
    const id = await start(db, await publish(db, organizationId, draft));
    await db.query("select sluice.tick()");
    const options = { url: api.url, token: await signToken(claims) };
    const events = await collect(subscribe(options, ExecutionChangedDocument, { id }));
    expect(events).toMatchObject([{ executionChanged: { execution: { status: "completed" } } }]);
  });

  test("tells nothing of another organization's execution", async ({ db, api }) => {
    await defineTestAction(db);
    const [mine, other] = [await createTenant(db), await createTenant(db)];
    const foreign = await start(db, await publish(db, other.organizationId, waits));
    const options = { url: api.url, token: await signToken(mine.claims) };
    for (const id of [foreign, randomUUID()]) {
      const events = subscribe(options, ExecutionChangedDocument, { id });
      const failure = await failureOf(collect(events));
      expect(failure).toMatchObject({ code: "SLNTF", message: `execution ${id} does not exist` });
    }
  });

  test("refuses a bad token, and who has none", async ({ db, api }) => {
    const { claims } = await createTenant(db);
    const variables = { id: randomUUID() };
    const forged = await signToken(claims, { secret: "another secret of 32 characters or more" });
    for (const [token, reason] of [
      [forged, "UNAUTHENTICATED"],
      ["", "UNAUTHENTICATED"],
    ]) {
      const options = { url: api.url, token: token! };
      const events = subscribe(options, ExecutionChangedDocument, variables);
      expect(await failureOf(collect(events))).toMatchObject({ code: "SLFRB", reason });
    }
    const text = `subscription { executionChanged(id: "${variables.id}") { execution { id } } }`;
    const { socket, answer } = talk(api.url, undefined, text);
    expect(await answer).toMatchObject({
      payload: { data: { executionChanged: null }, errors: [{ extensions: { code: "42501" } }] },
    });
    socket.close();
  });

  test("ends when the token expires", async ({ db, api }) => {
    await defineTestAction(db);
    const { claims, organizationId } = await createTenant(db);
    const id = await start(db, await publish(db, organizationId, waits));
    const options = { url: api.url, token: await signToken(claims, { expires: "2s" }) };
    const statuses: string[] = [];
    const failure = await failureOf(
      (async () => {
        for await (const event of subscribe(options, ExecutionChangedDocument, { id })) {
          statuses.push(event.executionChanged!.execution!.status);
        }
      })(),
    );
    expect(new Set(statuses)).toEqual(new Set(["pending"]));
    expect(String(failure)).toContain("the token has expired");
  });

  test("lets the server stop, and says that the connection is lost", async ({ db }) => {
    await defineTestAction(db);
    const { claims, organizationId } = await createTenant(db);
    const id = await start(db, await publish(db, organizationId, waits));
    const stopping = await serveApi(db);
    const options = { url: stopping.url, token: await signToken(claims) };
    const events = subscribe(options, ExecutionChangedDocument, { id }).getReader();
    expect((await events.read()).value).toBeDefined();
    const next = failureOf(events.read());
    await stopping.close();
    expect(String(await next)).toContain("the subscription was closed");
  });
});

describe("maskError", () => {
  test("logs nothing of who left while they were told something", () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const told = (message: string) =>
      maskError(new GraphQLError(message, { originalError: new Error(message) }));
    expect(told("WebSocket is not open: readyState 3 (CLOSED)").message).not.toContain("WebSocket");
    expect(log).not.toHaveBeenCalled();
    told("something else");
    expect(log).toHaveBeenCalledOnce();
  });
});
