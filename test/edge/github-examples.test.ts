import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { describe } from "vitest";
import { expect, test } from "../support/database.ts";
import { serveHook } from "../support/hooks.ts";

const SECRET = "s3cret";

/** Every payload that GitHub's own library has as an example, of github.com and of its servers. */
const require = createRequire(import.meta.url);
const examples = ["api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35"].flatMap(
  (place) => {
    const events = require(`@octokit/webhooks-examples/${place}/index.json`) as {
      name: string;
      examples: object[];
    }[];
    return events.flatMap(({ name, examples: payloads }) =>
      payloads.map((payload) => ({ event: name, body: JSON.stringify(payload) })),
    );
  },
);

describe("GitHub's examples", () => {
  test("are all taken, and start an execution each", async ({ db }) => {
    const hook = await serveHook(
      db,
      { scheme: "github", secret: "env:SECRET" },
      { env: { SECRET, SECRET_FOR: "* webhook" } },
    );
    const statuses = new Map<number, number>();
    const send = async ({ event, body }: (typeof examples)[number], n: number) => {
      const response = await fetch(hook.url, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/json",
          "x-github-event": event,
          "x-github-delivery": `example-${n}`,
          "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
        },
      });
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      await response.body?.cancel();
    };
    for (let at = 0; at < examples.length; at += 20) {
      await Promise.all(examples.slice(at, at + 20).map((item, n) => send(item, at + n)));
    }
    expect(examples.length).toBeGreaterThan(700);
    expect([...statuses]).toEqual([[202, examples.length]]);
    const [counted] = await db.query(
      "select count(*)::int as count from sluice.workflow_executions where workflow_id = $1",
      [hook.workflowId],
    );
    expect(counted).toEqual({ count: examples.length });
  });
});
