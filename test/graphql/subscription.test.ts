import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { serveApi, signToken, type TestApi } from "../support/api.ts";
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

const test = base.extend("api", { scope: "file" }, async ({ db }, { onCleanup }) => {
  const api: TestApi = await serveApi(db);
  onCleanup(() => api.close());
  return api;
});

interface Message {
  type: string;
  payload?: {
    data?: { executionChanged: { execution: { status: string } } | null } | null;
    errors?: { message: string }[];
  };
}

/** Subscribes by graphql-transport-ws; answers what came, once the server has said complete. */
class Subscription {
  readonly messages: Message[] = [];
  readonly #socket: WebSocket;
  readonly ended: Promise<void>;

  constructor(url: string, token: string, id: string) {
    this.#socket = new WebSocket(url.replace("http", "ws"), "graphql-transport-ws");
    const send = (message: object) => this.#socket.send(JSON.stringify(message));
    this.#socket.addEventListener("open", () =>
      send({ type: "connection_init", payload: { authorization: `Bearer ${token}` } }),
    );
    this.ended = new Promise((done) => {
      this.#socket.addEventListener("close", () => done());
      this.#socket.addEventListener("message", ({ data }) => {
        const message = JSON.parse(data as string) as Message;
        if (message.type === "connection_ack") {
          const query = `subscription ($id: UUID!) {
            executionChanged(id: $id) { execution { status steps { nodes { nodeId status } } } } }`;
          send({ id: "1", type: "subscribe", payload: { query, variables: { id } } });
        } else if (message.type === "ping") send({ type: "pong" });
        else this.messages.push(message);
        if (message.type === "complete" || message.type === "error") done();
      });
    });
  }

  get statuses(): (string | undefined)[] {
    return this.messages
      .filter(({ type }) => type === "next")
      .map(({ payload }) => payload?.data?.executionChanged?.execution.status);
  }

  async seen(status: string): Promise<void> {
    await expect.poll(() => this.statuses, { timeout: 10_000 }).toContain(status);
  }

  close(): void {
    this.#socket.close();
  }
}

describe("executionChanged", () => {
  test("tells the state at once, every change, and the end", async ({ db, api }) => {
    await defineTestAction(db);
    const { claims, organizationId } = await createTenant(db);
    const workflowId = await publish(
      db,
      organizationId,
      definition([manual, { id: "a", type: "action", data: { action: "act" } }], ["start → a"]),
    );
    const worker = await new TestWorker(db.worker).register();
    const id = await start(db, workflowId);
    const subscription = new Subscription(api.url, await signToken(claims), id);
    await subscription.seen("pending");
    await worker.pump();
    await subscription.seen("running");
    await worker.drain();
    await subscription.ended;
    expect(subscription.statuses.at(-1)).toBe("completed");
    expect(subscription.messages.at(-1)?.type).toBe("complete");
    subscription.close();
  });

  test("tells nothing of another organization's execution", async ({ db, api }) => {
    const [mine, other] = [await createTenant(db), await createTenant(db)];
    const set = { id: "set", type: "action", data: { action: "data.set" } };
    const workflowId = await publish(
      db,
      other.organizationId,
      definition([manual, set], ["start → set"]),
    );
    for (const id of [await start(db, workflowId), randomUUID()]) {
      const subscription = new Subscription(api.url, await signToken(mine.claims), id);
      await subscription.ended;
      expect(subscription.statuses.filter((status) => status !== undefined)).toEqual([]);
      expect(JSON.stringify(subscription.messages)).toContain("does not exist");
      subscription.close();
    }
  });
});
