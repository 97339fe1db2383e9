/** Triggers of every kind that polls, from the source to the execution. */
import { setTimeout as sleep } from "node:timers/promises";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { startWorker, type WorkerHost } from "../../tasks/host/worker.ts";
import { withRole } from "../../scripts/postgres/url.ts";
import { certificate } from "../support/certificate.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { install } from "../support/crm.ts";
import { createTenant, definition, publish } from "../support/engine.ts";
import { ImapServer } from "../support/imap-server.ts";
import { Polled } from "../support/polls.ts";
import { serve } from "../support/server.ts";
import { listen } from "../support/watch.ts";

const authorities = getCACertificates();
const hosts: WorkerHost[] = [];

beforeAll(() => setDefaultCACertificates([...authorities, certificate]));
afterAll(() => setDefaultCACertificates(authorities));
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function work(db: TestDatabase, env: NodeJS.ProcessEnv): Promise<void> {
  const options = { databaseUrl: db.workerUrl, concurrency: 2, log: () => {}, actions: [] };
  hosts.push(
    await startWorker({ ...options, env: { SLUICE_HTTP_ALLOW: "127.0.0.0/8,::1", ...env } }),
  );
}

async function until(isTrue: () => unknown): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries += 1) {
    if (tries > 1000) throw new Error("it did not happen within 10 s");
    await sleep(10);
  }
}

/** What the executions have as their trigger, once there are as many and they have ended. */
async function runs(db: TestDatabase, poll: Polled, count: number) {
  const rows = async () =>
    db.query<{ status: string; input: { payload: { item: unknown }; key: string } }>(
      "select status, input from sluice.workflow_executions where workflow_id = $1 order by id",
      [poll.workflow],
    );
  await until(async () => {
    const all = await rows();
    return all.length === count && all.every(({ status }) => status === "completed");
  });
  return (await rows()).map(({ input }) => ({ key: input.key, item: input.payload.item }));
}

async function again(poll: Polled): Promise<void> {
  const { poll_count } = await poll.row();
  await poll.wait();
  await until(async () => (await poll.row()).poll_count !== poll_count);
}

describe("feed_item", () => {
  test("starts for each entry that is new", async ({ db }) => {
    const entries = ["one"];
    const server = await serve((_request, response) =>
      response.end(
        `<rss version="2.0"><channel><title>News</title>${entries
          .map((id) => `<item><guid>${id}</guid><title>${id}!</title></item>`)
          .join("")}</channel></rss>`,
      ),
    );
    const poll = await Polled.by(db, { url: server.url, interval: "1 hour" }, "feed_item");
    await work(db, {});
    await until(async () => (await poll.row()).poll_count === "1");
    await again(poll);
    entries.unshift("two");
    await again(poll);
    await again(poll);
    expect(await runs(db, poll, 1)).toMatchObject([
      { key: "two", item: { id: "two", title: "two!", link: null, feed: { title: "News" } } },
    ]);
    await server.close();
  });
});

describe("imap_message", () => {
  test("starts for each mail that comes, and marks it", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const server = await ImapServer.listen();
    const mail = server.add("From: Ada <ada@example.com>\r\nSubject: old\r\n\r\nHello");
    const config = {
      ...{ host: "localhost", port: server.port, user: "ada", secret: "env:PASSWORD" },
      ...{ mark: "seen", interval: "1 hour" },
    };
    const poll = await Polled.by(db, config, "imap_message", organizationId);
    await work(db, {
      PASSWORD: server.password,
      PASSWORD_FOR: `${organizationId} imap://localhost:${server.port}`,
    });
    await until(async () => (await poll.row()).poll_count === "1");
    expect((await poll.row()).last_error).toBeNull();
    const next = server.add("From: Ada <ada@example.com>\r\nSubject: new\r\n\r\nHello again");
    await again(poll);
    await again(poll);
    expect(await runs(db, poll, 1)).toMatchObject([
      { key: "1:2", item: { subject: "new", from: { address: "ada@example.com" }, uid: 2 } },
    ]);
    expect([mail.flags.size, next.flags.size]).toEqual([0, 1]);
    expect(await poll.row()).toMatchObject({ cursor: { uidvalidity: "1", uid: 2 } });
    await server.close();
  });
});

describe("imap_message with the CRM pack", () => {
  test("feeds message_received, of the contact with the address", async ({ db }) => {
    await install(db);
    const { organizationId } = await createTenant(db);
    const [contact] = await db.query<{ id: string }>(
      "insert into crm.contacts (organization_id, email) values ($1, 'ada@example.com') returning id",
      [organizationId],
    );
    const server = await ImapServer.listen();
    const config = {
      ...{ host: "localhost", port: server.port, user: "ada", secret: "env:PASSWORD" },
      ...{ start: "all", interval: "1 hour" },
    };
    const inbox = await publish(
      db,
      organizationId,
      definition(
        [
          { id: "mail", type: "trigger", data: { trigger: "imap_message", config } },
          {
            id: "record",
            type: "action",
            data: { action: "record_message", input: { mail: "{{ trigger.payload.item }}" } },
          },
        ],
        ["mail → record"],
      ),
    );
    const received = { channel: "email", keywords: ["trial"] };
    const workflow = await listen(db, organizationId, "message_received", received);
    server.add("From: ADA <Ada@Example.com>\r\nSubject: Hi\r\n\r\nA trial, please");
    server.add("From: Eve <eve@example.com>\r\nSubject: Hi\r\n\r\nAnother thing");
    await work(db, {
      PASSWORD: server.password,
      PASSWORD_FOR: `${organizationId} imap://localhost:${server.port}`,
    });
    const ended = (id: string) =>
      db.query<{ payload: Record<string, unknown> }>(
        `select input -> 'payload' as payload from sluice.workflow_executions
         where workflow_id = $1 and status = 'completed'`,
        [id],
      );
    await until(async () => (await ended(inbox)).length === 2);
    await until(async () => (await ended(workflow)).length === 1);
    const [message] = await db.query<{ id: string }>(
      "select id from crm.messages where organization_id = $1 and contact_id is not null",
      [organizationId],
    );
    expect((await ended(workflow)).map(({ payload }) => payload)).toEqual([
      {
        ...{ message_id: message!.id, contact_id: contact!.id, channel: "email" },
        ...{ sender: "Ada@Example.com", content: "A trial, please\n" },
      },
    ]);
    await server.close();
  });
});

describe("poll of a database", () => {
  test("starts for each row that is new", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    await db.query("create schema shop");
    await db.query("create table shop.orders (id int primary key, total numeric)");
    await db.query("grant usage on schema shop to sluice_authenticator");
    await db.query("grant select on shop.orders to sluice_authenticator");
    await db.query("insert into shop.orders values (1, 10)");
    const config = {
      ...{ source: "sql", connection: "env:SHOP", interval: "1 hour" },
      sql: "select * from shop.orders where id > coalesce($1::int, 0) order by id",
      ...{ dedupe_key: "item.id", cursor: "item.id" },
    };
    const poll = await Polled.by(db, config, "poll", organizationId);
    await work(db, {
      SHOP: withRole(db.adminUrl, "sluice_authenticator"),
      SHOP_FOR: `${organizationId} sql`,
    });
    await until(async () => (await poll.row()).poll_count === "1");
    await db.query("insert into shop.orders values (2, 20.50)");
    await again(poll);
    await again(poll);
    expect(await runs(db, poll, 1)).toEqual([{ key: "2", item: { id: 2, total: 20.5 } }]);
  });
});
