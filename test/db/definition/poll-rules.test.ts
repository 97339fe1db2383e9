import { describe } from "vitest";
import { dice } from "../../support/cron.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { definition } from "../../support/engine.ts";
import { set } from "../../support/scenes.ts";

async function keys(db: TestDatabase, trigger: string, config: unknown): Promise<string[]> {
  const on = { id: "on", type: "trigger", data: { trigger, config } };
  const rows = await db.query<{ severity: string; code: string; path: string }>(
    "select severity, code, path from sluice.validate_definition($1)",
    [JSON.stringify(definition([on, set("a")], ["on → a"]))],
  );
  const faults = rows.filter(({ severity }) => severity === "error");
  return [...new Set(faults.map(({ path }) => path.replace("data.config.", "")))];
}

const HTTP = { url: "https://a.example/" };
const LIST = { ...HTTP, items: "body.rows" };
const SQL = { source: "sql", connection: "env:SHOP", sql: "select 1 as id" };
const MAIL = { host: "imap.example.com", user: "ada", secret: "env:PASSWORD" };

describe("the config of", () => {
  // [trigger, config, what is wrong]
  test.for([
    ["poll", HTTP, []],
    ["poll", { ...HTTP, interval: "10 seconds", timeout: "1 minute", max_bytes: 10_485_760 }, []],
    ["poll", { ...HTTP, interval: "9 seconds" }, ["interval"]],
    ["poll", { ...HTTP, interval: "2 years" }, ["interval"]],
    ["poll", { ...HTTP, interval: 60 }, ["interval"]],
    ["poll", { ...HTTP, timeout: "1 hour" }, ["timeout"]],
    ["poll", { ...HTTP, max_bytes: 10_485_761 }, ["max_bytes"]],
    ["poll", {}, ["url"]],
    ["poll", { url: "" }, ["url"]],
    ["poll", { url: "ftp://a.example/" }, ["url"]],
    ["poll", { url: "https://ada:secret@a.example/" }, ["url"]],
    ["poll", { url: `https://a.example/${"a".repeat(4000)}` }, ["url"]],
    ["poll", { url: 'https://a.example/?since={{ cursor | default("0") }}' }, []],
    ["poll", { url: '{{ page | default("https://a.example/") }}' }, []],
    ["poll", { url: "https://a.example/{{ cursor" }, ["url"]],
    ["poll", { url: "https://a.example/{{ vars.a }}" }, ["url"]],
    ["poll", { url: "https://a.example/{{ trigger.payload }}" }, ["url"]],
    ["poll", { ...HTTP, headers: { a: "{{ nothing }}" } }, ["headers.a"]],
    ["poll", { ...HTTP, headers: { "a b": "c" } }, ["headers"]],
    ["poll", { ...HTTP, headers: { a: 1 } }, ["headers.a"]],
    ["poll", { ...HTTP, secrets: { authorization: "env:TOKEN" } }, []],
    ["poll", { ...HTTP, secrets: { authorization: "Bearer abc" } }, ["secrets"]],
    ["poll", { ...HTTP, method: "DELETE" }, ["method"]],
    ["poll", { ...HTTP, body: { a: 1 } }, ["body"]],
    ["poll", { ...HTTP, method: "POST", body: { a: "{{ cursor }}" } }, []],
    ["poll", { ...LIST, dedupe_key: "item.id", cursor: "item.at", next: "body.next" }, []],
    ["poll", { ...LIST, cursor: "$.body.cursor", max_pages: 100 }, []],
    ["poll", { ...HTTP, items: "rows" }, ["items"]],
    ["poll", { ...HTTP, items: "body[" }, ["items"]],
    ["poll", { ...HTTP, items: "trigger.payload" }, ["items"]],
    ["poll", { ...LIST, dedupe_key: "body.id" }, ["dedupe_key"]],
    ["poll", { ...LIST, next: "item.next" }, ["next"]],
    ["poll", { ...HTTP, dedupe_key: "item.id" }, ["dedupe_key"]],
    ["poll", { ...HTTP, fires_on: "changed" }, ["fires_on"]],
    ["poll", { ...HTTP, cursor: "item.id" }, ["cursor"]],
    ["poll", { ...HTTP, cursor: "body.cursor" }, []],
    ["poll", { ...LIST, max_pages: 101 }, ["max_pages"]],
    ["poll", { ...HTTP, surprise: 1 }, ["surprise"]],
    ["poll", { ...HTTP, sql: "select 1" }, ["source"]],
    ["poll", SQL, []],
    ["poll", { ...SQL, cursor: "item.id", dedupe_key: "item.id" }, []],
    ["poll", { ...SQL, cursor: "body.id" }, ["cursor"]],
    ["poll", { ...SQL, url: "https://a.example/" }, ["source"]],
    ["poll", { ...SQL, connection: "postgres://a" }, ["connection"]],
    ["poll", { source: "sql" }, ["connection", "sql"]],
    ["polling", { polling_url: "http://a.example/", polling_interval: 10 }, []],
    ["polling", { polling_url: "a" }, ["polling_url"]],
    ["polling", { polling_url: "http://a.example/", polling_interval: 9 }, ["polling_interval"]],
    [
      "polling",
      { polling_url: "http://a.example/", polling_headers: { "": "" } },
      ["polling_headers"],
    ],
    ["polling", {}, ["polling_url"]],
    ["feed_item", HTTP, []],
    ["feed_item", { url: "feed://a.example/" }, ["url"]],
    ["feed_item", { ...HTTP, items: "body" }, ["items"]],
    ["feed_item", { ...HTTP, start: "later" }, ["start"]],
    ["imap_message", MAIL, []],
    ["imap_message", { ...MAIL, port: 143, security: "starttls", mark: "seen" }, []],
    ["imap_message", { ...MAIL, security: "none" }, ["security"]],
    ["imap_message", { ...MAIL, secret: "hunter2" }, ["secret"]],
    ["imap_message", { ...MAIL, host: "a b" }, ["host"]],
    ["imap_message", { ...MAIL, user: "a\nb" }, ["user"]],
    ["imap_message", { ...MAIL, mailbox: "" }, ["mailbox"]],
    ["imap_message", {}, ["host", "user", "secret"]],
  ] as const)("%s, %o, has faults %o", async ([trigger, config, faults], { db }) => {
    expect((await keys(db, trigger, config)).sort()).toEqual([...faults].sort());
  });

  test("polls of any JSON is judged without an error", async ({ db }) => {
    const { int, pick } = dice(5);
    const values = [null, 1, "a", "{{", "env:A", [], {}, ["a"], { a: 1 }, "1 hour", -1, true];
    const names = "source url interval timeout headers secrets body items dedupe_key cursor next"
      .concat(" start fires_on connection sql host user secret mailbox port security max_bytes")
      .split(" ");
    for (let n = 0; n < 150; n++) {
      const config = Object.fromEntries(
        names.filter(() => int(1, 3) === 1).map((name) => [name, pick(values)]),
      );
      const trigger = pick(["poll", "polling", "feed_item", "imap_message"]);
      await keys(db, trigger, int(1, 10) === 1 ? pick(values) : config);
    }
  });
});
