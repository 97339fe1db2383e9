import { gzipSync } from "node:zlib";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe } from "vitest";
import { startWorker, type WorkerHost } from "../../tasks/host/worker.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { Polled, things } from "../support/polls.ts";
import { serve, type Answerer, type TestServer } from "../support/server.ts";

const hosts: WorkerHost[] = [];
const servers: TestServer[] = [];
const lines: string[] = [];
const BOMB = gzipSync(Buffer.alloc(10_000_000));

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
  lines.length = 0;
});

test.afterEach(async ({ db }) => {
  await db.query("delete from sluice.workflow_polls");
});

async function serving(answer: Answerer): Promise<TestServer> {
  const server = await serve(answer);
  servers.push(server);
  return server;
}

async function work(db: TestDatabase, count = 1, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const options = {
    databaseUrl: db.workerUrl,
    concurrency: 5,
    log: (line: string) => lines.push(line),
    actions: [],
    env: { SLUICE_HTTP_ALLOW: "127.0.0.0/8", ...env },
  };
  hosts.push(...(await Promise.all(Array.from({ length: count }, () => startWorker(options)))));
}

async function until(isTrue: () => unknown): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries += 1) {
    if (tries > 1000) throw new Error("it did not happen within 10 s");
    await sleep(10);
  }
}

/** Has it poll, and waits until that has ended. */
async function round(poll: Polled): Promise<void> {
  const { poll_count } = await poll.row();
  await poll.wait();
  await until(async () => (await poll.row()).poll_count !== poll_count);
}

const json =
  (value: unknown): Answerer =>
  (_request, response) =>
    void response.setHeader("content-type", "application/json").end(JSON.stringify(value));

describe("three workers", () => {
  test("poll once, and start once for what has changed", async ({ db }) => {
    let list = things(1);
    const server = await serving((request, response) => json(list)(request, response));
    const config = { url: server.url, items: "body", dedupe_key: "item.id", interval: "1 hour" };
    const poll = await Polled.by(db, config);
    await work(db, 3);
    await until(async () => (await poll.row()).poll_count === "1");
    for (let n = 2; n <= 6; n++) {
      await round(poll);
      expect(server.requests).toHaveLength(n);
    }
    expect(await poll.items()).toEqual([]);
    list = things(1, 2);
    await round(poll);
    await round(poll);
    expect(await poll.items()).toEqual(things(2));
    expect(server.requests).toHaveLength(8);
    await until(async () => {
      const [row] = await db.query<{ status: string }>(
        "select status from sluice.workflow_executions where workflow_id = $1",
        [poll.workflow],
      );
      return row!.status === "completed";
    });
  });
});

describe("a server", () => {
  test("that knows its ETag is not read again while nothing changes", async ({ db }) => {
    let version = 1;
    let bodies = 0;
    const server = await serving((request, response): void => {
      response.setHeader("etag", `"${version}"`);
      response.setHeader("last-modified", "Mon, 02 Mar 2026 10:00:00 GMT");
      if (request.headers["if-none-match"] === `"${version}"`) {
        response.writeHead(304).end();
        return;
      }
      bodies += 1;
      response.end(`version ${version}`);
    });
    const poll = await Polled.by(db, { url: server.url });
    await work(db);
    await until(async () => (await poll.row()).poll_count === "1");
    await round(poll);
    await round(poll);
    expect(bodies).toBe(1);
    expect(server.requests.at(-1)!.headers).toMatchObject({
      "if-none-match": '"1"',
      "if-modified-since": "Mon, 02 Mar 2026 10:00:00 GMT",
    });
    version = 2;
    await round(poll);
    expect(bodies).toBe(2);
    expect(await poll.items()).toEqual(["version 2"]);
  });

  test("whose items have what jsonb cannot hold is read all the same", async ({ db }) => {
    const body = String.raw`[{"id": 1, "a": "\u0000 \ud800 \\u0000 \ud83d\ude00"}, {"id": 12345678901234567890}]`;
    const server = await serving((_request, response) => void response.end(body));
    const poll = await Polled.by(db, { url: server.url, items: "body", start: "all" });
    await work(db);
    await until(async () => (await poll.row()).poll_count === "1");
    expect(await poll.row()).toMatchObject({ last_error: null, item_count: "2" });
    const [row] = await db.query(
      `select item ->> 'a' as a, (select input #>> '{payload,item,id}' from sluice.workflow_executions
         where workflow_id = $1 and not input #> '{payload,item}' ? 'a') as id
       from (select input #> '{payload,item}' as item from sluice.workflow_executions
         where workflow_id = $1) as i where item ? 'a'`,
      [poll.workflow],
    );
    expect(row).toEqual({ a: "\ufffd \ufffd \\u0000 \u{1f600}", id: "12345678901234567890" });
  });

  test("gets the method, the query, the body and the cursor it wants", async ({ db }) => {
    const bodies: string[] = [];
    const server = await serving((request, response): void => {
      request.setEncoding("utf8");
      request.on("data", (chunk: string) => bodies.push(chunk));
      request.on("end", () => json({ rows: [{ id: 5 }] })(request, response));
    });
    const poll = await Polled.by(db, {
      url: `${server.url}/find`,
      ...{ method: "POST", query: { page: 1 }, headers: { "x-kind": "order" } },
      ...{ body: { after: "{{ cursor | default(0) }}" }, items: "body.rows", cursor: "item.id" },
    });
    await work(db);
    await until(async () => (await poll.row()).poll_count === "1");
    await round(poll);
    const [first] = server.requests;
    expect(first).toMatchObject({ method: "POST", url: "/find?page=1" });
    expect(first!.headers["x-kind"]).toBe("order");
    expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([{ after: 0 }, { after: 5 }]);
  });

  test.for([
    [429, { "retry-after": "7200" }, 7200],
    [503, {}, 10],
    [404, {}, 10],
  ] as const)("that answers %i is left alone", async ([status, headers, delay], { db }) => {
    const server = await serving((_request, response) => {
      response.writeHead(status, headers).end("password=hunter2");
    });
    const poll = await Polled.by(db, { url: `${server.url}/?token=abc` });
    await work(db);
    await until(async () => (await poll.row()).failures === 1);
    const { last_error, next_poll_at, polled_at } = await poll.row();
    expect(last_error).toBe(`GET ${server.url} answered ${status}`);
    expect(Math.round((next_poll_at!.getTime() - polled_at!.getTime()) / 1000)).toBe(delay);
    expect(lines.join()).not.toMatch(/abc|hunter2/);
  });

  test.for([
    [
      "sends more than it may",
      (response: ServerResponse): unknown => response.end("x".repeat(3000)),
      /longer than 2000 bytes/,
    ],
    [
      "sends a bomb",
      (response: ServerResponse): unknown =>
        response.setHeader("content-encoding", "gzip").end(BOMB),
      /longer than 2000 bytes/,
    ],
    [
      "sends no JSON",
      (response: ServerResponse): unknown => response.end("<html>"),
      /the answer is not JSON/,
    ],
    [
      "redirects for ever",
      (response: ServerResponse): unknown => response.writeHead(302, { location: "/" }).end(),
      /redirects more than 5 times/,
    ],
    [
      "redirects to where nobody may go",
      (response: ServerResponse): unknown =>
        response.writeHead(302, { location: "http://10.0.0.1/" }).end(),
      /not a public address/,
    ],
    [
      "breaks off",
      (response: ServerResponse): void => {
        response.writeHead(200, { "content-length": "100" }).write("[");
        setTimeout(() => response.destroy(), 50);
      },
      /failed/,
    ],
    [
      "says nothing",
      (response: ServerResponse): unknown => void response.writeHead(200).write("["),
      /took longer than 1 s/,
    ],
  ] as const)("that %s makes a poll fail, and no more", async ([, answer, error], { db }) => {
    const server = await serving((_request, response) => void answer(response));
    const config = { url: server.url, items: "body", max_bytes: 2000, timeout: "1 second" };
    const poll = await Polled.by(db, config);
    await work(db);
    await until(async () => (await poll.row()).failures === 1);
    expect(await poll.row()).toMatchObject({
      last_error: expect.stringMatching(error),
      token: null,
    });
  });

  test("on a private address is not asked", async ({ db }) => {
    const server = await serving(json([]));
    const poll = await Polled.by(db, { url: server.url });
    await work(db, 1, { SLUICE_HTTP_ALLOW: "" });
    await until(async () => (await poll.row()).failures === 1);
    expect((await poll.row()).last_error).toMatch(/not a public address/);
    expect(server.requests).toEqual([]);
  });
});

describe("a secret", () => {
  test("goes to those it is for, and to nobody else", async ({ db }) => {
    const server = await serving(json([]));
    const other = await serving(json([]));
    const secrets = { authorization: "env:SHOP_TOKEN" };
    const ours = await Polled.by(db, { url: server.url, secrets });
    const elsewhere = await Polled.by(db, { url: other.url, secrets }, "poll", ours.organizationId);
    const theirs = await Polled.by(db, { url: server.url, secrets });
    await work(db, 1, {
      SHOP_TOKEN: "Bearer abcdef",
      SHOP_TOKEN_FOR: `${ours.organizationId} ${server.url}`,
    });
    for (const poll of [ours, elsewhere, theirs]) {
      await until(async () => (await poll.row()).poll_count === "1");
    }
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer abcdef"]);
    expect(other.requests).toEqual([]);
    expect((await ours.row()).failures).toBe(0);
    for (const poll of [elsewhere, theirs]) {
      expect((await poll.row()).last_error).toMatch(/no secret env:SHOP_TOKEN/);
    }
    const [stored] = await db.query<{ all: string }>(
      "select string_agg(p::text, '') as all from sluice.workflow_polls as p",
    );
    expect(`${stored!.all}${lines.join()}`).not.toContain("abcdef");
  });

  test("is no other variable of the worker", async ({ db }) => {
    const server = await serving(json([]));
    const secrets = { authorization: "env:DATABASE_URL" };
    const poll = await Polled.by(db, { url: server.url, secrets });
    await work(db, 1, { DATABASE_URL: db.workerUrl });
    await until(async () => (await poll.row()).failures === 1);
    expect(server.requests).toEqual([]);
  });
});

describe("a worker that stops", () => {
  test("gives its polls back", async ({ db }) => {
    let isAnswering = false;
    const server = await serving((request, response): void => {
      if (isAnswering) json(things(1))(request, response);
    });
    const config = { url: server.url, items: "body", start: "all" };
    const poll = await Polled.by(db, config);
    await work(db);
    await until(() => server.requests.length === 1);
    await hosts.pop()!.stop();
    expect(await poll.row()).toMatchObject({ failures: 0, poll_count: "0", token: null });
    isAnswering = true;
    await work(db);
    await until(async () => (await poll.row()).poll_count === "1");
    expect(await poll.items()).toEqual(things(1));
  });
});
