import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { BODY_LIMIT } from "../../edge/body.ts";
import { codeOf, converse, serve, sign } from "../support/webhooks.ts";

function post(
  url: string,
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const signature = { "x-hub-signature-256": sign(body) };
  const type = { "content-type": "application/json" };
  return fetch(url, { method: "POST", body, headers: { ...type, ...signature, ...headers } });
}

function databaseError(code: string, message = "secret detail", hint?: string): Error {
  return Object.assign(new Error(message), { code, severity: "ERROR", hint });
}

describe("a webhook", () => {
  test("is taken when the signature fits its bytes", async () => {
    const { url, received } = await serve();
    const body = '{ "action":"opened", "n": 12345678901234567890 }';
    const response = await post(`${url}?a=1&b=2&b=3`, body, {
      "x-github-delivery": "d-1",
      "x-github-event": "issues",
      authorization: "Bearer token",
      cookie: "session=1",
      "x-hub-signature": "sha1=0",
      "x-api-key": "key",
      "x-gitlab-token": "token",
    });
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      event: "e1",
      execution: "x1",
      duplicate: false,
      reason: null,
    });
    const [organization, webhook, delivery, method, headers, query, payload, ip] = received[0]!;
    expect([organization, webhook, delivery, method]).toEqual(["o1", "w1", "d-1", "POST"]);
    expect(payload).toBe(body);
    expect(ip).toBe("127.0.0.1");
    expect(JSON.parse(query as string)).toEqual({ a: "1", b: ["2", "3"] });
    const names = Object.keys(JSON.parse(headers as string) as object);
    expect(names).toContain("x-github-event");
    expect(names.filter((name) => /auth|cookie|signature|key|token/.test(name))).toEqual([]);
  });

  test("is verified as GitHub's documentation does", async () => {
    const { url } = await serve();
    const signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    const response = await post(url, "Hello, World!", { "x-hub-signature-256": signature });
    expect(await codeOf(response)).toEqual([400, "malformed_json"]);
  });

  test("may be a form, of fields or of JSON in the field payload", async () => {
    const { url, received } = await serve();
    const body = new URLSearchParams({ payload: '{"a":"ü"}' }).toString();
    const type = { "content-type": "application/x-www-form-urlencoded" };
    expect((await post(url, body, type)).status).toBe(202);
    expect((await post(url, "a=1&b=2&b=3&__proto__=4", type)).status).toBe(202);
    expect(received.map((values) => values[6])).toEqual([
      '{"a":"ü"}',
      '{"a":"1","b":["2","3"],"__proto__":"4"}',
    ]);
  });

  test("needs no signature under the scheme none, and names itself otherwise", async () => {
    const { url, received } = await serve({ scheme: "none", env: {} });
    const unsigned = (headers: Record<string, string>) =>
      post(url, "{}", { "x-hub-signature-256": "", ...headers });
    await unsigned({ "webhook-id": "w", "x-github-delivery": "g" });
    await unsigned({ "idempotency-key": "i" });
    await unsigned({});
    expect(received.map((values) => values[2])).toEqual(["w", "i", null]);
  });

  test("may be a GET without a body where the registration says so", async () => {
    const { url, received } = await serve({ scheme: "none", methods: ["GET"] });
    expect((await fetch(`${url}?challenge=1`)).status).toBe(202);
    expect(received[0]?.slice(3, 7)).toEqual([
      "GET",
      expect.any(String),
      '{"challenge":"1"}',
      "null",
    ]);
  });
});

describe("a webhook is refused", () => {
  test.each<[string, Record<string, string>, string]>([
    ["an empty signature", { "x-hub-signature-256": "" }, "wrong_signature"],
    [
      "a signature of another secret",
      { "x-hub-signature-256": sign("{}", "x") },
      "wrong_signature",
    ],
    ["a signature of another body", { "x-hub-signature-256": sign("{ }") }, "wrong_signature"],
    ["a short signature", { "x-hub-signature-256": "sha256=00" }, "wrong_signature"],
    ["another algorithm", { "x-hub-signature-256": `sha1=${"0".repeat(64)}` }, "wrong_signature"],
  ])("with 401 for %s", async (_what, headers, code) => {
    const { url, received } = await serve();
    expect(await codeOf(await post(url, "{}", headers))).toEqual([401, code]);
    expect(received).toEqual([]);
  });

  test("with 401 when nothing is signed, before its JSON is looked at", async () => {
    const { url } = await serve();
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", body: "{broken", headers });
    expect(await codeOf(response)).toEqual([401, "missing_signature"]);
  });

  test.each<[string, string | Buffer<ArrayBuffer>, string]>([
    ["broken JSON", "{", "malformed_json"],
    ["an empty body", "", "malformed_json"],
    ["invalid UTF-8", Buffer.from([0x22, 0xff, 0x22]), "invalid_utf8"],
    ["a null character", '{"a":["\\u0000"]}', "null_character"],
    ["a null character in a key", '{"a\\u0000":1}', "null_character"],
    ["half a surrogate pair", '"\\uD83d"', "half_surrogate"],
  ])("with 400 for %s", async (_what, body, code) => {
    const { url, received } = await serve();
    expect(await codeOf(await post(url, body))).toEqual([400, code]);
    expect(received).toEqual([]);
  });

  test("not for text that only looks like an escape", async () => {
    const { url } = await serve();
    expect((await post(url, '"\\\\u0000 \\ud83d\\ude00"')).status).toBe(202);
  });

  test("with 404 for unknown paths and 400 for broken ones", async () => {
    const { url } = await serve();
    for (const path of ["/hooks/other", "/hooks/", "/hooks", "/hooks/a%00b"]) {
      const response = await post(new URL(path, url).href, "{}");
      expect(await codeOf(response)).toEqual([404, "unknown_webhook"]);
    }
    const response = await post(`${url}%ff`, "{}");
    expect(await codeOf(response)).toEqual([400, "malformed_url"]);
  });

  test("with 405 and what is allowed", async () => {
    const { url } = await serve();
    const response = await fetch(url);
    expect(response.headers.get("allow")).toBe("POST");
    expect(await codeOf(response)).toEqual([405, "method_not_allowed"]);
  });

  test.each<[Record<string, string>, string]>([
    [{ "content-type": "text/plain" }, "unsupported_type"],
    [{ "content-type": "" }, "unsupported_type"],
    [{ "content-encoding": "gzip" }, "unsupported_encoding"],
  ])("with 415 for %j", async (headers, code) => {
    const { url } = await serve();
    expect(await codeOf(await post(url, "{}", headers))).toEqual([415, code]);
  });

  test("with 503 while its secret is not set, and the log says which", async () => {
    for (const env of [{}, { HOOK_SECRET: "" }]) {
      const { url, lines, received } = await serve({ env });
      const response = await post(url, "{}", { "x-hub-signature-256": sign("{}", "") });
      expect(await codeOf(response)).toEqual([503, "not_configured"]);
      expect(lines.join()).toContain("env:HOOK_SECRET");
      expect(received).toEqual([]);
    }
  });

  test.each<[Error, number, string]>([
    [databaseError("SLNTF", "webhook does not exist", "It was removed."), 404, "SLNTF"],
    [databaseError("SLLIM"), 429, "SLLIM"],
    [databaseError("SLXXX"), 409, "SLXXX"],
    [databaseError("22003"), 400, "unrepresentable_payload"],
    [databaseError("57P01"), 503, "unavailable"],
    [Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), 503, "unavailable"],
    [databaseError("42P01"), 500, "internal_error"],
    [new TypeError("secret detail"), 500, "internal_error"],
  ])("as the database says: %s", async (fail, status, code) => {
    const { url } = await serve({ fail });
    const response = await post(url, "{}");
    const text = await response.clone().text();
    expect(await codeOf(response)).toEqual([status, code]);
    expect(text.includes("secret detail")).toBe(code.startsWith("SL") && code !== "SLNTF");
    expect(text.includes("It was removed.")).toBe(code === "SLNTF");
  });
});

describe("a body", () => {
  test("may have exactly the limit and not a byte more", async () => {
    const { url } = await serve();
    const body = JSON.stringify("x".repeat(BODY_LIMIT - 2));
    expect((await post(url, body)).status).toBe(202);
    expect(await codeOf(await post(url, `${body} `))).toEqual([413, "body_too_large"]);
  });

  test("that is too long and chunked is refused, and the sender sees why", async () => {
    const { url } = await serve();
    const chunk = new Uint8Array(64 * 1024).fill(32);
    let left = 64;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", body, headers, duplex: "half" };
    const response = await fetch(url, init);
    expect(response.headers.get("connection")).toBe("close");
    expect(await codeOf(response)).toEqual([413, "body_too_large"]);
  });

  test("that is announced as too long is not waited for", async () => {
    const { port } = await serve();
    const answer = await converse(port, [
      "POST /hooks/known HTTP/1.1",
      "host: edge",
      "content-type: application/json",
      `content-length: ${BODY_LIMIT + 1}`,
    ]);
    expect(answer).toContain("413 Payload Too Large");
    expect(answer).toContain("body_too_large");
  });

  test("that ends before its announced length leads to nothing", async () => {
    const { port, received, url } = await serve({ scheme: "none" });
    const socket = connect(port, "127.0.0.1");
    const head = "POST /hooks/known HTTP/1.1\r\nhost: e\r\ncontent-type: application/json\r\n";
    socket.write(`${head}content-length: 10\r\n\r\n{}`);
    socket.end();
    await new Promise((resolve) => socket.resume().on("close", resolve));
    expect((await post(url, "{}")).status).toBe(202);
    expect(received).toHaveLength(1);
  });
});
