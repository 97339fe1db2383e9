import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { contextFor, failureOf } from "../testing.ts";
import { retryAfterMs } from "./response.ts";
import { input, output } from "./schema.ts";
import { httpRequest } from "./task.ts";

const LOOPBACK = { SLUICE_HTTP_ALLOW: "127.0.0.0/8" };
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

async function serve(listener: Listener): Promise<string> {
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function run(given: unknown, signal?: AbortSignal) {
  const context = contextFor({ env: LOOPBACK, ...(signal && { signal }) });
  return httpRequest.run(input.parse(given), context);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

describe("http_request", () => {
  test("sends JSON with the idempotency key and reads a JSON answer", async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      seen.push([request.method, request.url, request.headers["content-type"]]);
      seen.push([request.headers["idempotency-key"], await textOf(request)]);
      response.writeHead(201, { "content-type": "application/json; charset=utf-8" });
      response.end('{"id":7}');
    });
    const answer = await run({
      method: "POST",
      url: `${url}/things?a=1`,
      query: { b: [1, true], c: null },
      body: { name: "ü" },
    });
    expect(seen).toEqual([
      ["POST", "/things?a=1&b=1&b=true", "application/json"],
      ["key-1", '{"name":"ü"}'],
    ]);
    expect(output.parse(answer)).toMatchObject({
      status: 201,
      body: { id: 7 },
      body_encoding: "json",
    });
  });

  test("leaves an idempotency key alone that its author gave", async () => {
    const url = await serve((request, response) => {
      response.end(request.headers["idempotency-key"]);
    });
    const answer = await run({ url, headers: { "Idempotency-Key": "mine" } });
    expect(answer.body).toBe("mine");
  });

  test("writes forms and text", async () => {
    const url = await serve(async (request, response) => {
      response.end(`${request.headers["content-type"]} ${await textOf(request)}`);
    });
    const form = { method: "POST", url, body_type: "form", body: { a: "x y", b: [1, 2] } };
    expect((await run(form)).body).toBe("application/x-www-form-urlencoded a=x+y&b=1&b=2");
    const text = await run({ method: "PUT", url, body: "hello" });
    expect(text.body).toBe("text/plain; charset=utf-8 hello");
  });

  test("gives bytes as base64, broken JSON as text and nothing as null", async () => {
    const bodies: Record<string, [type: string, body: Buffer]> = {
      "/bytes": ["image/png", Buffer.from([0x89, 0x50, 0xff])],
      "/broken": ["application/json", Buffer.from("{oops")],
      "/latin": ["text/plain; charset=iso-8859-1", Buffer.from([0xfc])],
      "/gzip": ["application/problem+json", gzipSync('{"a":1}')],
      "/none": ["text/plain", Buffer.alloc(0)],
    };
    const url = await serve((request, response) => {
      const [type, body] = bodies[request.url ?? ""] ?? ["", Buffer.alloc(0)];
      if (request.url === "/gzip") response.setHeader("content-encoding", "gzip");
      response.writeHead(200, { "content-type": type }).end(body);
    });
    const results = [];
    for (const path of Object.keys(bodies)) {
      const { body, body_encoding } = await run({ url: url + path });
      results.push([body, body_encoding]);
    }
    expect(results).toEqual([
      ["iVD/", "base64"],
      ["{oops", "text"],
      ["ü", "text"],
      [{ a: 1 }, "json"],
      [null, "none"],
    ]);
  });

  test("takes a 404 for an answer, and fails on it when only 2xx is one", async () => {
    const url = await serve((_request, response) => response.writeHead(404).end("no"));
    expect(await run({ url })).toMatchObject({ status: 404, body: "no" });
    const failure = await failureOf(run({ url, ok_statuses: ["2xx"] }));
    expect(failure).toMatchObject({ errorClass: "http", retryable: false });
  });

  test.each([500, 503, 429, 408])("fails on %i, so that it is tried again", async (status) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, { "retry-after": "7" }).end("busy");
    });
    const failure = await failureOf(run({ url: `${url}/path-secret?q=query-secret` }));
    expect(failure).toMatchObject({
      errorClass: "http",
      retryable: true,
      retryAfterMs: 7000,
      message: `GET ${url} answered ${status}`,
      detail: { status, body: "busy" },
    });
    expect(await run({ url, ok_statuses: [status] })).toMatchObject({ status });
  });

  test("reads a date to retry after by the clock of the server that says it", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(503, {
        date: "Thu, 01 Jan 2026 00:00:00 GMT",
        "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT",
      });
      response.end();
    });
    expect(await failureOf(run({ url }))).toMatchObject({ retryAfterMs: 5000 });
  });

  test("keeps its credentials out of errors", async () => {
    const url = await serve((request, response) => {
      response.writeHead(500).end(JSON.stringify(request.headers));
    });
    const headers = { authorization: "Bearer s3cr3t-token", "x-api-key": "k3y-of-mine" };
    const failure = await failureOf(run({ url, headers }));
    const text = JSON.stringify([failure.message, failure.detail]);
    expect(text).toContain("[redacted]");
    expect(text).not.toContain("s3cr3t-token");
    expect(text).not.toContain("k3y-of-mine");
  });

  test("fails on a body above the limit, also when it was packed", async () => {
    const url = await serve((_request, response) => {
      response.setHeader("content-encoding", "gzip");
      response.end(gzipSync("x".repeat(5000)));
    });
    const failure = await failureOf(run({ url, max_response_bytes: 4999 }));
    expect(failure).toMatchObject({ errorClass: "response_too_large", retryable: false });
    expect((await run({ url, max_response_bytes: 5000 })).body).toHaveLength(5000);
  });

  test("gives up after its time, in the middle of a body too", async () => {
    const url = await serve((_request, response) => void response.write("slow"));
    const failure = await failureOf(run({ url, timeout_seconds: 0.05 }));
    expect(failure).toMatchObject({ errorClass: "timeout", retryable: true });
  });

  test("ends with the reason of the host that aborts it", async () => {
    const controller = new AbortController();
    const reason = new Error("the host stops");
    const url = await serve(() => controller.abort(reason));
    await expect(run({ url }, controller.signal)).rejects.toBe(reason);
  });

  test("reports a closed port and an unknown name as network failures", async () => {
    const url = await serve(() => {});
    closers.pop()?.();
    const failure = await failureOf(run({ url }));
    expect(failure).toMatchObject({ errorClass: "network", detail: { code: "ECONNREFUSED" } });
    const unknown = await failureOf(run({ url: "http://nowhere.invalid/" }));
    expect(unknown).toMatchObject({ errorClass: "network", retryable: true });
  });
});

describe("redirects of http_request", () => {
  test("are followed up to the limit, and answered as they are when it is 0", async () => {
    const url = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.end("there");
    });
    expect((await run({ url: `${url}/3`, max_redirects: 3 })).body).toBe("there");
    expect((await run({ url: `${url}/3`, max_redirects: 0 })).status).toBe(302);
    const failure = await failureOf(run({ url: `${url}/3`, max_redirects: 2 }));
    expect(failure).toMatchObject({ errorClass: "http", retryable: false });
  });

  test("turn a POST into a GET, except 307, which repeats it", async () => {
    const url = await serve(async (request, response) => {
      const status = Number(request.url?.slice(1));
      const body = await textOf(request);
      if (status > 0) response.writeHead(status, { location: "/" }).end();
      else response.end(`${request.method} ${body}`);
    });
    const post = { method: "POST", body: "hi" };
    expect((await run({ ...post, url: `${url}/302` })).body).toBe("GET ");
    expect((await run({ ...post, url: `${url}/307` })).body).toBe("POST hi");
  });

  test("do not carry headers of their author to another origin", async () => {
    const target = await serve((request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(request.headers));
    });
    const url = await serve((_request, response) => {
      response.writeHead(307, { location: target }).end();
    });
    const { body } = await run({ url, headers: { "x-api-key": "abc", accept: "text/x" } });
    expect(body).toMatchObject({ accept: "text/x", "idempotency-key": "key-1" });
    expect(body).not.toHaveProperty("x-api-key");
  });

  test("to a private address are refused", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end();
    });
    const failure = await failureOf(run({ url }));
    expect(failure).toMatchObject({ errorClass: "forbidden_address", retryable: false });
  });
});

describe("the input of http_request", () => {
  test.each([
    [{ url: "http://x", headers: { "a b": "1" } }, "headers.a b"],
    [{ url: "http://x", headers: { a: "1\r\nb: 2" } }, "headers.a"],
    [{ url: "http://x", headers: { Host: "other" } }, "headers.Host"],
    [{ url: "http://x", body: "with GET" }, "body"],
    [{ url: "http://x", method: "POST", body_type: "form", body: [1] }, "body"],
  ])("%j is refused at %s", async (given, path) => {
    const failure = await failureOf(run(given));
    expect(failure).toMatchObject({ errorClass: "invalid_input", detail: { path } });
  });

  test("has no unknown fields", () => {
    expect(input.safeParse({ url: "http://x", urll: 1 }).success).toBe(false);
  });
});

describe("Retry-After", () => {
  test("is read as seconds and as a date, and never exceeds a day", () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    expect(retryAfterMs("120", now)).toBe(120_000);
    expect(retryAfterMs("Thu, 01 Jan 2026 00:00:05 GMT", now)).toBe(5000);
    expect(retryAfterMs("Wed, 31 Dec 2025 00:00:00 GMT", now)).toBe(0);
    expect(retryAfterMs("99999999", now)).toBe(86_400_000);
    expect(retryAfterMs("soon", now)).toBeUndefined();
    expect(retryAfterMs(null, now)).toBeUndefined();
  });
});
