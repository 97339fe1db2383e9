import { describe, expect, test } from "vitest";
import { addressOf, isWithin } from "../../edge/address.ts";
import { codeOf, converse, serve } from "../support/webhooks.ts";

const OPEN = { scheme: "none" };
const JSON_TYPE = { "content-type": "application/json" };

const post = (url: string, headers: Record<string, string> = {}, body = "{}") =>
  fetch(url, { method: "POST", body, headers: { ...JSON_TYPE, ...headers } });

describe("an address", () => {
  test.each([
    ["1.2.3.4", "1.2.3.4"],
    ["::ffff:1.2.3.4", "1.2.3.4"],
    ["::FFFF:102:304", "1.2.3.4"],
    ["0:0:0:0:0:ffff:1.2.3.4", "1.2.3.4"],
    ["[2001:DB8::1]", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["1.2.3", null],
    ["01.2.3.4", null],
    ["", null],
    ["1.2.3.4:80", null],
  ])("%s is %s", (text, plain) => {
    expect(addressOf(text)).toBe(plain);
  });

  test.each<[string, string[], boolean]>([
    ["10.1.2.3", ["10.0.0.0/8"], true],
    ["11.1.2.3", ["10.0.0.0/8"], false],
    ["192.168.1.127", ["192.168.1.0/25"], true],
    ["192.168.1.128", ["192.168.1.0/25"], false],
    ["1.2.3.4", ["9.9.9.9", "1.2.3.4"], true],
    ["1.2.3.5", ["1.2.3.4"], false],
    ["8.8.8.8", ["0.0.0.0/0"], true],
    ["8.8.8.8", ["::/0"], false],
    ["2001:db8::5", ["2001:db8::/32"], true],
    ["2001:db9::5", ["2001:db8::/32"], false],
    ["1.2.3.4", ["::ffff:1.2.3.0/120"], true],
    ["1.2.3.4", ["::ffff:0:0/90"], false],
    ["1.2.3.4", [], false],
    ["1.2.3.4", ["nonsense"], false],
  ])("%s within %j: %s", (address, networks, expected) => {
    expect(isWithin(address, networks)).toBe(expected);
  });

  test("that is not known is in no network", () => {
    expect(isWithin(null, ["0.0.0.0/0", "::/0"])).toBe(false);
  });
});

describe("a list of addresses", () => {
  const config = { allowed_ips: ["203.0.113.0/24"] };

  test("is held against the peer, whatever it says of itself", async () => {
    const { url, received } = await serve({ ...OPEN, config });
    for (const header of ["x-forwarded-for", "x-real-ip", "forwarded", "client-ip"]) {
      const response = await post(url, { [header]: "203.0.113.9" });
      expect(await codeOf(response)).toEqual([403, "address_not_allowed"]);
    }
    expect(received).toEqual([]);
    const home = await serve({ ...OPEN, config: { allowed_ips: ["127.0.0.1"] } });
    expect((await post(home.url)).status).toBe(202);
  });

  test.each([
    [1, "203.0.113.9", 202],
    [1, "203.0.113.9, 8.8.8.8", 403],
    [1, "8.8.8.8, 203.0.113.9", 202],
    [2, "203.0.113.9, 10.0.0.1", 202],
    [2, "203.0.113.9, 8.8.8.8, 10.0.0.1", 403],
    [2, "203.0.113.9", 403],
    [1, "", 403],
    [1, "203.0.113.9:443", 403],
  ])("behind %i proxies that say %s is answered %i", async (trustedProxies, said, status) => {
    const { url } = await serve({ ...OPEN, config, options: { trustedProxies } });
    expect((await post(url, { "x-forwarded-for": said })).status).toBe(status);
  });
});

describe("an origin", () => {
  const config = { allowed_origins: ["https://a.example"] };

  test("has to be one of those allowed, if there is one", async () => {
    const { url } = await serve({ ...OPEN, config });
    const answer = await post(url, { origin: "https://a.example" });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://a.example");
    expect((await post(url)).status).toBe(202);
    for (const origin of ["https://b.example", "null", "https://a.example.b.example"]) {
      const refused = await post(url, { origin });
      expect(refused.headers.get("access-control-allow-origin")).toBeNull();
      expect(await codeOf(refused)).toEqual([403, "origin_not_allowed"]);
    }
  });

  test("may ask beforehand", async () => {
    const ask = (url: string, origin: string) =>
      fetch(url, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
    const { url } = await serve({ ...OPEN, config });
    const allowed = await ask(url, "https://a.example");
    expect([allowed.status, allowed.headers.get("access-control-allow-methods")]).toEqual([
      204,
      "POST",
    ]);
    expect((await ask(url, "https://b.example")).status).toBe(403);
    expect((await ask((await serve(OPEN)).url, "https://a.example")).status).toBe(405);
  });
});

describe("a header", () => {
  const config = { required_headers: { "X-Kind": "order", "X-Any": true } };

  test("that is required has to be there, with its value", async () => {
    const { url } = await serve({ ...OPEN, config });
    expect((await post(url, { "x-kind": "order", "x-any": "1" })).status).toBe(202);
    const answers: Record<string, string>[] = [
      { "x-kind": "order" },
      { "x-kind": "Order", "x-any": "1" },
      { "x-any": "1" },
    ];
    const codes = [];
    for (const headers of answers) codes.push(await codeOf(await post(url, headers)));
    expect(codes).toEqual([
      [400, "missing_header"],
      [400, "wrong_header"],
      [400, "missing_header"],
    ]);
  });

  test.each(["x-hub-signature-256", "content-type", "authorization", "x-request"])(
    "%s is not taken twice",
    async (name) => {
      const { port, received } = await serve({ ...OPEN, config: { dedupe_header: "X-Request" } });
      const type = name === "content-type" ? [] : ["content-type: application/json"];
      const answer = await converse(port, [
        "POST /hooks/known HTTP/1.1",
        "host: edge",
        "content-length: 0",
        ...type,
        `${name}: application/json`,
        `${name}: application/json`,
      ]);
      expect(answer).toContain("repeated_header");
      expect(received).toEqual([]);
    },
  );

  test("may name the delivery", async () => {
    const { url, received } = await serve({ ...OPEN, config: { dedupe_header: "X-Request" } });
    await post(url, { "x-request": "r-1", "webhook-id": "w-1" });
    await post(url, { "webhook-id": "w-1" });
    expect(received.map((values) => values[2])).toEqual(["r-1", null]);
  });
});

describe("a kind of body", () => {
  const send = async (config: object, body: BodyInit, type?: string) => {
    const { url, received } = await serve({ ...OPEN, config });
    const headers = type === undefined ? {} : { "content-type": type };
    const response = await fetch(url, { method: "POST", body, headers });
    const payload = received[0]?.[6] as string | undefined;
    return { response, payload: payload === undefined ? undefined : JSON.parse(payload) };
  };

  test("is taken where the webhook says so", async () => {
    const text = await send(
      { content_types: ["text"] },
      "a\tb \u{1F600}",
      "text/plain; charset=utf-8",
    );
    expect(text.payload).toBe("a\tb \u{1F600}");
    const json = await send({}, '{"a":1}', "application/cloudevents+json");
    expect(json.payload).toEqual({ a: 1 });
    const refused = await send({ content_types: ["text"] }, "{}", "application/json");
    expect(await codeOf(refused.response)).toEqual([415, "unsupported_type"]);
  });

  test("may be a form with files, of which it is told what they are", async () => {
    const form = new FormData();
    form.append("a", "1");
    form.append("b", "ü");
    form.append("b", "2");
    form.append("scan", new Blob(["%PDF"], { type: "application/pdf" }), "a.pdf");
    const { payload } = await send({ content_types: ["multipart"] }, form);
    expect(payload).toEqual({
      a: "1",
      b: ["ü", "2"],
      files: [{ field: "scan", name: "a.pdf", type: "application/pdf", size: 4 }],
    });
  });

  test.each(["multipart/form-data", "multipart/form-data; boundary=x"])(
    "%s that is none is refused",
    async (type) => {
      const { response } = await send({ content_types: ["multipart"] }, "nonsense", type);
      expect(await codeOf(response)).toEqual([400, "malformed_form"]);
    },
  );

  test("has as many bytes as the webhook takes", async () => {
    const { url } = await serve({ ...OPEN, config: { body_limit: 10 } });
    expect((await post(url, {}, '"12345678"')).status).toBe(202);
    expect(await codeOf(await post(url, {}, '"123456789"'))).toEqual([413, "body_too_large"]);
  });

  test.each(['{ "id": 7 }', " [1]"])(
    "that is JSON and says that it is a form is refused: %s",
    async (body) => {
      const { response } = await send({}, body, "application/x-www-form-urlencoded");
      expect(await codeOf(response)).toEqual([415, "unsupported_type"]);
    },
  );

  test("with very many fields is read in no time", async () => {
    const body = Array.from({ length: 100_000 }, (_, n) => `a${n}=1`).join("&");
    const { payload } = await send({}, body, "application/x-www-form-urlencoded");
    expect(Object.keys(payload as object)).toHaveLength(100_000);
  });
});

describe("what is refused", () => {
  test("is counted with others of its kind, and without what it had in it", async () => {
    const { url, refused, edge } = await serve();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        post(url, { "x-hub-signature-256": "evil" }, "evil").then((answer) => answer.text()),
      ),
    );
    await edge.settled();
    expect(refused.reduce((sum, { count }) => sum + count, 0)).toBe(20);
    expect(refused.length).toBeLessThan(20);
    expect(refused[0]).toMatchObject({
      ...{ organization_id: "o1", webhook_id: "w1", status: 401, code: "wrong_signature" },
      ...{ method: "POST", remote_ip: "127.0.0.1" },
    });
    expect(JSON.stringify(refused)).not.toContain("evil");
  });

  test("is not, where there is no webhook", async () => {
    const { url, refused, edge } = await serve();
    await post(`${url}x`);
    await edge.settled();
    expect(refused).toEqual([]);
  });
});

describe("Slack asks whether an address is ours", () => {
  const body = JSON.stringify({ type: "url_verification", challenge: "c-1" });

  test("and is told, if it can sign", async () => {
    const { url, received, slack } = await serve({ scheme: "slack" });
    const answer = await post(url, slack(body), body);
    expect([answer.status, await answer.json()]).toEqual([200, { challenge: "c-1" }]);
    expect(received).toEqual([]);
    const headers = { ...slack(body), "x-slack-signature": "v0=0" };
    expect(await codeOf(await post(url, headers, body))).toEqual([401, "wrong_signature"]);
  });

  test("while an event that only has the words is a delivery", async () => {
    const event = JSON.stringify({ event_id: "Ev1", text: "url_verification" });
    const { url, received, slack } = await serve({ scheme: "slack" });
    expect((await post(url, slack(event), event)).status).toBe(202);
    expect(received[0]?.[2]).toBe("Ev1");
  });
});
