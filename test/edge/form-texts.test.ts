import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { serveHook } from "../support/hooks.ts";

const schema = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", title: "Name", minLength: 2, maxLength: 5 },
    mail: { type: "string", title: "Mail", format: "email" },
    day: { type: "string", title: "Tag", format: "date" },
    site: { type: "string", title: "Seite", format: "uri" },
    size: { type: "integer", title: "Größe", minimum: 1, maximum: 9 },
    part: { type: "number", title: "Anteil" },
    level: { type: "string", title: "Stufe", enum: ["tief", "hoch"] },
    box: { type: "boolean", title: "Kasten" },
  },
};

const TEXTS = {
  required: "* muss ausgefüllt werden.",
  not_sent: "Noch nicht gesendet:",
  thanks: "Danke <3",
  leave_empty: "Frei lassen",
  closed: "Geschlossen",
  too_many: "Später wieder",
  failed: "Das ging nicht",
  missing: "fehlt",
  unticked: "muss angekreuzt werden",
  integer: "muss eine ganze Zahl sein",
  number: "muss eine Zahl sein",
  enum: "muss aus {limit} sein",
  minLength: "braucht {limit} Zeichen",
  maxLength: "hat höchstens {limit} Zeichen",
  email: "muss eine Adresse sein",
  date: "muss ein Tag sein",
  uri: "muss ein Link sein",
  minimum: "ist mindestens {limit}",
  maximum: "ist höchstens {limit}",
};

const GERMAN = {
  ...{ form_id: "kontakt", title: "Schreiben", submit: "Senden", success: "Wir antworten." },
  ...{ language: "de", texts: TEXTS, schema, required_fields: ["box"] },
  consent: { text: "Ich stimme zu.", required: true },
};

const GOOD = { "field:name": "Ada", "field:box": "on", consent: "on" };

const serve = (db: TestDatabase, config: object = {}) =>
  serveHook(db, { ...GERMAN, ...config }, { trigger: "form_submitted" });

const submit = async (url: string, entries: Record<string, string>) =>
  (await fetch(url, { method: "POST", body: new URLSearchParams(entries) })).text();

const read = async (url: string) => (await fetch(url)).text();

describe("a form whose texts are given", () => {
  test("says nothing of its own, and its page is in their language", async ({ db }) => {
    const { url } = await serve(db);
    const pages = [await read(url), await submit(url, {}), await submit(url, GOOD)];
    for (const html of pages) {
      expect(html).toContain('<html lang="de">');
      expect(html).not.toMatch(/lang="en"|>Send<|Thank|must |is missing|filled|Leave/);
    }
    const [empty, faulty, thanks] = pages;
    expect(empty).toContain("<small>* muss ausgefüllt werden.</small>");
    expect(empty).toContain("<label>Frei lassen\n");
    expect(faulty).toContain(">Noch nicht gesendet: ");
    expect(faulty).toContain('<a href="#consent">Ich stimme zu. muss angekreuzt werden</a>');
    expect(thanks).toContain("<title>Danke &#60;3</title>");
    expect(thanks).toContain("<h1>Danke &#60;3</h1>");
  });

  test.for<[string, Record<string, string>, string]>([
    ["missing", { "field:name": "" }, "fehlt"],
    ["unticked", { "field:box": "" }, "muss angekreuzt werden"],
    ["integer", { "field:size": "1.5" }, "muss eine ganze Zahl sein"],
    ["number", { "field:part": "x" }, "muss eine Zahl sein"],
    ["enum", { "field:level": "x" }, "muss aus [&#34;tief&#34;, &#34;hoch&#34;] sein"],
    ["minLength", { "field:name": "A" }, "braucht 2 Zeichen"],
    ["maxLength", { "field:name": "Ada Ada" }, "hat höchstens 5 Zeichen"],
    ["email", { "field:mail": "x" }, "muss eine Adresse sein"],
    ["date", { "field:day": "2026-02-30" }, "muss ein Tag sein"],
    ["uri", { "field:site": "x" }, "muss ein Link sein"],
    ["minimum", { "field:size": "0" }, "ist mindestens 1"],
    ["maximum", { "field:size": "10" }, "ist höchstens 9"],
  ])("says in them what is wrong: %s", async ([, entries, text], { db }) => {
    const { url } = await serve(db);
    const given: Record<string, string> = { ...GOOD, ...entries };
    for (const [name, value] of Object.entries(given)) if (value === "") delete given[name];
    const html = await submit(url, given);
    expect(html).toMatch(new RegExp(`<p class="fault" id="field-\\d-fault">`));
    expect(html.match(/class="fault"[^>]*>([^<]*)</)?.[1]).toBe(text);
  });

  test("says in them that it is closed, that it is too much, and that it failed", async ({
    db,
  }) => {
    const hook = await serve(db, { rate_limit: { count: 1, per: "1 h" } });
    await submit(hook.url, GOOD);
    expect(await submit(hook.url, GOOD)).toContain("<h1>Später wieder</h1>");
    const put = await (await fetch(hook.url, { method: "PUT" })).text();
    expect(put).toContain("<h1>Das ging nicht</h1>");
    await db.query("select sluice.set_workflow_status($1, 'paused')", [hook.workflowId]);
    const closed = await read(hook.url);
    expect(closed).toContain('<html lang="de">');
    expect(closed).toContain("<h1>Geschlossen</h1>");
    expect(closed).not.toContain("<p></p>");
  });
});

describe("a form whose texts are given in part", () => {
  test("has the others in English, which is said of them", async ({ db }) => {
    const { title: _title, submit: _submit, success: _success, ...config } = GERMAN;
    const { url } = await serveHook(
      db,
      { ...config, texts: { missing: "fehlt" } },
      { trigger: "form_submitted" },
    );
    const html = await submit(url, {});
    expect(html).toContain('<html lang="de">');
    for (const text of ["Form", "Send", "* has to be filled in.", "Not sent yet:"]) {
      expect(html).toContain(`<span lang="en">${text}</span>`);
    }
    expect(html).toContain('<p class="fault" id="field-3-fault">fehlt</p>');
    expect(html).toContain('-fault"><span lang="en">must be ticked</span></p>');
    expect(await submit(url, GOOD)).toContain('<h1><span lang="en">Thank you</span></h1>');
  });

  test("tells in English, as an English page, that it is closed", async ({ db }) => {
    const { url, workflowId } = await serve(db, { texts: { missing: "fehlt" } });
    await db.query("select sluice.set_workflow_status($1, 'paused')", [workflowId]);
    const html = await read(url);
    expect(html).toContain('<html lang="en">');
    expect(html).toContain("<h1>This form is closed</h1>");
  });
});

test.for([
  ["en-GB", '<html lang="en-GB">'],
  ["ar", '<html lang="ar" dir="rtl">'],
  ["arn", '<html lang="arn">'],
])("a page in %s is written that way", async ([language, tag], { db }) => {
  const { url } = await serve(db, { language });
  expect(await read(url)).toContain(tag);
});

test("the texts that may be given are those that the page has", async ({ db }) => {
  const [known] = await db.query<{ names: string[] }>(
    "select sluice_private.form_texts() as names",
  );
  expect(known!.names.toSorted()).toEqual(Object.keys(TEXTS).toSorted());
});

test.for<[string, unknown]>([
  ["a list", []],
  ["a text that there is not", { welcome: "Hallo" }],
  ["a number", { missing: 1 }],
  ["an empty text", { missing: "" }],
  ["a text that is too long", { missing: "x".repeat(501) }],
])("%s is refused as texts", async ([, texts], { db }) => {
  await expect(serve(db, { texts })).rejects.toMatchObject({
    code: "SLVAL",
    detail: expect.stringContaining("data.config.texts") as string,
  });
});
