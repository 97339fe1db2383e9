import { createHmac } from "node:crypto";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { type Hook, serveHook } from "../support/hooks.ts";

const TOKEN = "twilio-token";
const BASE = "https://hooks.example.com";

const inputsOf = (db: TestDatabase, hook: Hook) =>
  db.query<{ input: { payload: unknown; body: unknown } }>(
    "select input from sluice.workflow_executions where workflow_id = $1 order by id",
    [hook.workflowId],
  );

const reasonOf = async (response: Response) => {
  expect(response.status).toBe(202);
  return ((await response.json()) as { reason: string | null }).reason;
};

describe("message_received", () => {
  const serve = (db: TestDatabase, config: object = {}) =>
    serveHook(
      db,
      { scheme: "twilio", secret: "env:TOKEN", ...config },
      {
        trigger: "message_received",
        env: { TOKEN, TOKEN_FOR: "* webhook" },
        publicUrl: `${BASE}/`,
      },
    );

  const text = (url: string, fields: Record<string, string>, token = TOKEN) => {
    const { pathname } = new URL(url);
    const signed = Object.keys(fields)
      .toSorted()
      .map((name) => name + fields[name]!);
    const signature = createHmac("sha1", token).update(`${BASE}${pathname}${signed.join("")}`);
    return fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "x-twilio-signature": signature.digest("base64") },
    });
  };
  const SMS = { MessageSid: "SM1", Body: "Please STOP", From: "+491701234567", To: "+4930" };

  test("has the fields of a message that Twilio posts, once", async ({ db }) => {
    const hook = await serve(db);
    expect(await reasonOf(await text(hook.url, SMS))).toBeNull();
    expect(await reasonOf(await text(hook.url, SMS))).toContain("before");
    const whatsApp = { ...SMS, MessageSid: "SM2", From: "whatsapp:+491701234567" };
    await text(hook.url, whatsApp);
    const message = {
      message_id: "SM1",
      content: "Please STOP",
      sender: "+491701234567",
      channel: "sms",
      contact_id: null,
    };
    const inputs = await inputsOf(db, hook);
    expect(inputs.map(({ input }) => input.payload)).toEqual([
      message,
      { ...message, message_id: "SM2", channel: "whatsapp" },
    ]);
    expect(inputs[0]!.input.body).toEqual(SMS);
  });

  test("starts for its channel and its keywords only, and keeps the others", async ({ db }) => {
    const hook = await serve(db, { channel: "sms", keywords: ["stop", "end"] });
    expect(await reasonOf(await text(hook.url, SMS))).toBeNull();
    const other = { ...SMS, MessageSid: "SM2", Body: "go on" };
    expect(await reasonOf(await text(hook.url, other))).toContain("keywords");
    const foreign = { ...SMS, MessageSid: "SM3", From: "messenger:1" };
    expect(await reasonOf(await text(hook.url, foreign))).toContain("channel");
    expect(await reasonOf(await text(hook.url, { Body: "x" }))).toBe("it is no message");
    expect(await inputsOf(db, hook)).toHaveLength(1);
    const kept = await db.query("select from sluice.webhook_deliveries where webhook_id = $1", [
      hook.webhookId,
    ]);
    expect(kept).toHaveLength(4);
  });

  test("is refused when another has signed", async ({ db }) => {
    const hook = await serve(db);
    expect((await text(hook.url, SMS, "guessed")).status).toBe(401);
  });
});

describe("payment_failed", () => {
  const SECRET = "whsec_1";
  const invoice = {
    id: "evt_1",
    type: "invoice.payment_failed",
    data: {
      object: {
        ...{ id: "in_1", customer: "cus_1", payment_intent: "pi_1", amount_due: 1250 },
        ...{ currency: "eur", attempt_count: 2, last_finalization_error: null },
      },
    },
  };
  const intent = {
    id: "evt_2",
    type: "payment_intent.payment_failed",
    data: {
      object: {
        ...{ id: "pi_2", customer: "cus_2", amount: 900, currency: "usd" },
        last_payment_error: { message: "Your card was declined." },
      },
    },
  };

  const serve = (db: TestDatabase, config: object = {}) =>
    serveHook(
      db,
      { scheme: "stripe", secret: "env:SECRET", ...config },
      { trigger: "payment_failed", env: { SECRET, SECRET_FOR: "* webhook" } },
    );

  const tell = (url: string, event: object) => {
    const body = JSON.stringify(event);
    const time = Math.floor(Date.now() / 1000);
    const mac = createHmac("sha256", SECRET).update(`${time}.${body}`).digest("hex");
    const headers = {
      "content-type": "application/json",
      "stripe-signature": `t=${time},v1=${mac}`,
    };
    return fetch(url, { method: "POST", body, headers });
  };

  test("has the fields of the payment, once, and knows no other event", async ({ db }) => {
    const hook = await serve(db);
    expect(await reasonOf(await tell(hook.url, invoice))).toBeNull();
    expect(await reasonOf(await tell(hook.url, invoice))).toContain("before");
    expect(await reasonOf(await tell(hook.url, intent))).toBeNull();
    const paid = { ...invoice, id: "evt_3", type: "invoice.paid" };
    expect(await reasonOf(await tell(hook.url, paid))).toContain("does not say");
    expect(await reasonOf(await tell(hook.url, []))).toContain("does not say");
    const inputs = await inputsOf(db, hook);
    expect(inputs.map(({ input }) => input.payload)).toEqual([
      {
        ...{ customer_id: "cus_1", payment_id: "pi_1", amount: 1250, currency: "eur" },
        ...{ failure_reason: null, attempt_number: 2 },
      },
      {
        ...{ customer_id: "cus_2", payment_id: "pi_2", amount: 900, currency: "usd" },
        ...{ failure_reason: "Your card was declined.", attempt_number: 1 },
      },
    ]);
  });

  test("starts from the attempt that is asked for", async ({ db }) => {
    const hook = await serve(db, { attempt_number: 2 });
    expect(await reasonOf(await tell(hook.url, intent))).toBe("it is an earlier attempt");
    expect(await reasonOf(await tell(hook.url, invoice))).toBeNull();
  });
});

test("webhook_received has its documented fields", async ({ db }) => {
  const hook = await serveHook(db, { http_method: "PUT" });
  const sent = { method: "PUT", body: "[1]", headers: { "content-type": "application/json" } };
  await fetch(`${hook.url}?a=1`, sent);
  const [started] = await db.query(
    "select input from sluice.workflow_executions where workflow_id = $1",
    [hook.workflowId],
  );
  expect(started!["input"]).toMatchObject({
    ...{ webhook_id: hook.webhookId, payload: [1], method: "PUT", query: { a: "1" } },
    ...{ ip: "127.0.0.1", headers: { "content-type": "application/json" } },
  });
});
