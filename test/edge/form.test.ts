import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { deliver, type Hook, serveHook } from "../support/hooks.ts";

const schema = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", title: "Your <name>", maxLength: 20 },
    mail: { type: "string", format: "email", description: "We answer there." },
    size: { type: "integer", minimum: 1, maximum: 9 },
    level: { type: "string", enum: ["low", "high"] },
    story: { type: "string", maxLength: 2000 },
    "odd \"field'": { type: "boolean" },
  },
};
const CONFIG = {
  form_id: "contact",
  title: "Write to <us>",
  schema,
  required_fields: ["mail"],
  consent: { text: "I agree to be <written> to.", required: true },
};
const GOOD = { "field:name": "Ada", "field:mail": "ada@example.com", consent: "on" };

const serve = (db: TestDatabase, config: object = {}) =>
  serveHook(db, { ...CONFIG, ...config }, { trigger: "form_submitted" });

const submit = (
  url: string,
  entries: Record<string, string>,
  headers: Record<string, string> = {},
) => fetch(url, { method: "POST", body: new URLSearchParams(entries), headers });

const startsOf = (db: TestDatabase, hook: Hook) =>
  db.query<{ input: { payload: Record<string, unknown> } }>(
    "select input from sluice.workflow_executions where workflow_id = $1 order by id",
    [hook.workflowId],
  );

const tokenOf = (html: string) => /name="submission" value="([0-9a-f-]{36})"/.exec(html)?.[1] ?? "";

describe("the page of a form", () => {
  test("has a label and a name for each field, and no script", async ({ db }) => {
    const { url, alias } = await serve(db);
    const response = await fetch(url);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect((await fetch(alias)).status).toBe(200);
    const inputs = [
      ...html.matchAll(/<(?:input|select|textarea)(?![^>]*hidden)[^>]* id="([^"]+)"/g),
    ];
    expect(inputs).toHaveLength(7);
    for (const [, id] of inputs) expect(html).toContain(`<label for="${id}">`);
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<meta name="viewport" content="width=device-width">');
    expect(html).not.toMatch(/<script|\son\w+=|javascript:|style="/);
    expect(html).not.toMatch(/<name>|<us>|<written>/);
    expect(html).toContain("<small>* has to be filled in.</small>");
    expect(html).toMatch(/<input type="email"[^>]* autocomplete="email"/);
    expect(html).not.toContain("autofocus");
    expect(response.headers.get("content-security-policy")).toMatch(
      /default-src 'none'.*form-action 'self'/,
    );
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  test("has its fields in the order that is asked for", async ({ db }) => {
    const order = ["level", "name", "mail"];
    const { url } = await serve(db, { order });
    const html = await (await fetch(url)).text();
    const names = [...html.matchAll(/ name="field:([^"]+)"/g)].map(([, name]) => name);
    expect(names.slice(0, 3)).toEqual(order);
    expect(names).toHaveLength(6);
  });

  test("may be in the frames of the sites that are named", async ({ db }) => {
    const { url } = await serve(db, { allowed_origins: ["https://a.example"] });
    const policy = (await fetch(url)).headers.get("content-security-policy");
    expect(policy).toContain("frame-ancestors 'self' https://a.example;");
  });

  test("is known by its address only, and read or sent", async ({ db }) => {
    const { url, base } = await serve(db);
    expect((await fetch(`${url}x`)).status).toBe(404);
    expect((await fetch(`${base}/forms/`)).status).toBe(404);
    expect((await fetch(url, { method: "PUT" })).status).toBe(405);
    expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
    expect((await deliver(url)).status).toBe(415);
  });

  test("is closed while its workflow is paused", async ({ db }) => {
    const { url, workflowId } = await serve(db);
    await db.query("select sluice.set_workflow_status($1, 'paused')", [workflowId]);
    expect((await fetch(url)).status).toBe(410);
    expect((await submit(url, GOOD)).status).toBe(410);
  });
});

describe("a form that is sent", () => {
  test("starts the workflow with what was filled in", async ({ db }) => {
    const hook = await serve(db);
    const entries = {
      ...{ ...GOOD, "field:size": "3", "field:level": "high", "field:odd \"field'": "on" },
      ...{ "field:story": "a\r\nb", submission: tokenOf(await (await fetch(hook.url)).text()) },
      unknown: "1",
    };
    const response = await submit(hook.url, entries);
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining("Thank you"),
    ]);
    const [started, ...others] = await startsOf(db, hook);
    expect(others).toEqual([]);
    expect(started!.input.payload).toEqual({
      form_id: "contact",
      submission_id: entries.submission,
      contact_id: null,
      form_data: {
        ...{ name: "Ada", mail: "ada@example.com", size: 3, level: "high", story: "a\nb" },
        "odd \"field'": true,
      },
      consent: { text: CONFIG.consent.text, given: true, at: expect.any(String) },
    });
  });

  test("twice, even at once, is one submission", async ({ db }) => {
    const hook = await serve(db);
    const submission = tokenOf(await (await fetch(hook.url)).text());
    const sent = await Promise.all([1, 2, 3].map(() => submit(hook.url, { ...GOOD, submission })));
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await startsOf(db, hook)).toHaveLength(1);
    const other = tokenOf(await (await fetch(hook.url)).text());
    await submit(hook.url, { ...GOOD, submission: other });
    await submit(hook.url, { ...GOOD, submission: "'; drop" });
    expect(await startsOf(db, hook)).toHaveLength(3);
  });

  test("wrongly comes back with what is wrong beside each field", async ({ db }) => {
    const hook = await serve(db);
    const entries = {
      ...{ "field:name": "<Ada>", "field:mail": "ada", "field:size": "12" },
      ...{ "field:level": "high", "field:story": "long", submission: "x" },
    };
    const response = await submit(hook.url, entries);
    const html = await response.text();
    expect(response.status).toBe(400);
    for (const [id, fault] of [
      ["field-0", "must be an address such as ada@example.com"],
      ["field-2", "must be at most 9"],
      ["consent", "must be ticked"],
    ]) {
      expect(html).toContain(`<p class="fault" id="${id}-fault">${fault}</p>`);
      expect(html).toMatch(
        new RegExp(`id="${id}"[^>]*aria-describedby="[^"]*${id}-fault"[^>]*aria-invalid`),
      );
      expect(html).toContain(`<a href="#${id}">`);
    }
    expect(html.match(/aria-invalid="true"/g)).toHaveLength(3);
    expect(html).toContain('<p role="alert" tabindex="-1" autofocus>Not sent yet: ');
    expect(html).toContain('value="&#60;Ada&#62;"');
    expect(html).toContain("<option selected>high</option>");
    expect(html).toContain(">long</textarea>");
    expect(tokenOf(html)).not.toBe("");
    expect(await startsOf(db, hook)).toEqual([]);
  });

  test.for<[string, Record<string, string>, string]>([
    ["without a field", { "field:name": " " }, "is missing"],
    ["without a field that the trigger requires", { "field:mail": "" }, "is missing"],
    ["with a text that is too long", { "field:name": "x".repeat(21) }, "at most 20 characters"],
    ["with no number", { "field:size": "many" }, "must be of type integer"],
    ["with a half", { "field:size": "1.5" }, "must be of type integer"],
    ["with another choice", { "field:level": "mid" }, "must be one of"],
  ])("%s is not taken", async ([, entries, fault], { db }) => {
    const hook = await serve(db);
    const response = await submit(hook.url, { ...GOOD, ...entries });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(fault)]);
    expect(await startsOf(db, hook)).toEqual([]);
  });

  test("by what fills in every field is thanked, counted, and thrown away", async ({ db }) => {
    const hook = await serve(db);
    const response = await submit(hook.url, { ...GOOD, homepage: "https://spam.example" });
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining("Thank you"),
    ]);
    await hook.settled();
    expect(await startsOf(db, hook)).toEqual([]);
    const refused = await db.query(
      "select code from sluice.webhook_refusals where webhook_id = $1",
      [hook.webhookId],
    );
    expect(refused).toEqual([{ code: "spam" }]);
  });

  test("from another site is refused, unless that is named", async ({ db }) => {
    const from = { "sec-fetch-site": "cross-site", origin: "https://a.example" };
    const hook = await serve(db);
    expect((await submit(hook.url, GOOD, from)).status).toBe(403);
    expect((await submit(hook.url, GOOD, { "sec-fetch-site": "same-origin" })).status).toBe(200);
    const open = await serve(db, { allowed_origins: ["https://a.example"] });
    expect((await submit(open.url, GOOD, from)).status).toBe(200);
  });

  test("too often is told when to come back", async ({ db }) => {
    const hook = await serve(db, { rate_limit: { count: 1, per: "1 h" } });
    expect((await submit(hook.url, GOOD)).status).toBe(200);
    const refused = await submit(hook.url, GOOD);
    expect([refused.status, Number(refused.headers.get("retry-after")) > 3000]).toEqual([
      429,
      true,
    ]);
  });

  test("is told what is wrong in the order of the page", async ({ db }) => {
    const order = ["size", "name", "mail"];
    const { url } = await serve(db, { order });
    const html = await (await submit(url, { "field:size": "10", "field:level": "mid" })).text();
    const idsOf = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, id]) => id);
    const linked = idsOf(/<a href="#([\w-]+)"/g);
    expect(linked).toHaveLength(5);
    expect(linked).toEqual(idsOf(/id="([\w-]+)-fault"/g));
    expect(linked.at(-1)).toBe("consent");
  });

  test("has only texts where it has no schema, and needs no consent", async ({ db }) => {
    const config = { form_id: "short", title: "Short", required_fields: ["name", "note"] };
    const hook = await serveHook(db, config, { trigger: "form_submitted" });
    expect(await (await fetch(hook.url)).text()).not.toContain('autocomplete="email"');
    expect((await submit(hook.url, { "field:name": "Ada" })).status).toBe(400);
    await submit(hook.url, { "field:name": "Ada", "field:note": "1" });
    const [started] = await startsOf(db, hook);
    expect(started!.input.payload).toMatchObject({
      form_data: { name: "Ada", note: "1" },
      consent: null,
    });
  });
});
