import { describe } from "vitest";
import { APPROVE, linked, press, serve } from "../support/approval-pages.ts";
import { addMember, approvalOf, ask, begin, decide, tokenOf } from "../support/approvals.ts";
import { makeDue, outputOf, status } from "../support/containers.ts";
import { expect, test } from "../support/database.ts";
import { act, endExecutions, endScene } from "../support/scenes.ts";
import { defineTestAction } from "../support/engine.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const FORM = {
  type: "object",
  required: ["amount", "why"],
  properties: {
    amount: { type: "integer", minimum: 1, maximum: 100, title: "How <much>" },
    why: { type: "string", minLength: 3, default: "no <reason>" },
    level: { type: "string", enum: ["low", "high"] },
    urgent: { type: "boolean" },
  },
};

async function read(response: Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  return [answer.status, await answer.text()];
}

describe("the page of an approval", () => {
  test("shows what it is about, decides nothing, and escapes every word", async ({ db }) => {
    const evil = `<script>alert("&'")</script>`;
    const { url, id } = await linked(
      db,
      { title: "{{ trigger.payload.evil }}", details: { [evil]: evil } },
      {
        payload: { evil },
      },
    );
    for (const method of ["GET", "HEAD", "GET"]) {
      const response = await fetch(url, { method });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
      expect(response.headers.get("cache-control")).toBe("no-store");
      const html = await response.text();
      expect(html).not.toContain("<script");
      if (method === "GET") expect(html.match(/&#60;script&#62;/g)).toHaveLength(4);
    }
    expect(await status(db, id)).toBe("waiting");
    expect(await db.query("select from sluice_private.arrivals")).toEqual([]);
  });

  test("takes a decision, once", async ({ db }) => {
    const { url, id, worker, people } = await linked(db, { quorum: 2 });
    expect(await read(press(url, { ...APPROVE, comment: "Fine" }))).toEqual([
      200,
      expect.stringContaining("has been recorded"),
    ]);
    expect(await read(press(url, { decision: "rejected" }))).toEqual([
      409,
      expect.stringContaining("Already decided"),
    ]);
    expect((await fetch(url)).status).toBe(409);
    const other = `${url.slice(0, -64)}${await tokenOf(db, id, people[1]!.email)}`;
    expect((await press(other, APPROVE)).status).toBe(200);
    const third = `${url.slice(0, -64)}${await tokenOf(db, id, people[2]!.email)}`;
    expect((await fetch(third)).status).toBe(409);
    await worker.drain();
    expect(await outputOf(db, id, "ask")).toMatchObject({
      approval: {
        status: "approved",
        decisions: [{ email: people[0]!.email, comment: "Fine" }, { email: people[1]!.email }],
      },
    });
    expect((await fetch(third)).status).toBe(409);
  });

  for (const [what, change] of [
    ["tampered with", (token: string) => token.replace(/^./, (c) => (c === "0" ? "1" : "0"))],
    ["cut", (token: string) => token.slice(0, -1)],
    ["too long", (token: string) => `${token}0`],
    ["in capitals", (token: string) => token.toUpperCase().replace(/^\d+$/, "A")],
    ["of another kind", () => "approval-token:1"],
    ["an injection", () => "%27%20or%20true--"],
    ["nothing", () => ""],
  ] as const) {
    test(`is not there for a token that is ${what}`, async ({ db }) => {
      const { base, token, id } = await linked(db);
      const url = `${base}${change(token)}`;
      expect(await read(fetch(url))).toEqual([404, expect.stringContaining("No such link")]);
      expect((await press(url, APPROVE)).status).toBe(404);
      expect(await status(db, id)).toBe("waiting");
    });
  }

  test("is gone when the link has expired", async ({ db }) => {
    const { url, id } = await linked(db);
    await db.query("update sluice_private.approval_links set expires_at = clock_timestamp()");
    expect(await read(fetch(url))).toEqual([410, expect.stringContaining("has expired")]);
    expect((await press(url, APPROVE)).status).toBe(410);
    expect(await status(db, id)).toBe("waiting");
  });

  test("is gone when the approval was due, whether anybody has looked or not", async ({ db }) => {
    const { url, id, worker } = await linked(db, { due: "10 minutes" });
    await db.query("update sluice.workflow_approvals set due_at = clock_timestamp()");
    expect((await press(url, APPROVE)).status).toBe(410);
    await makeDue(db, id);
    await worker.drain();
    expect((await fetch(url)).status).toBe(410);
    expect((await press(url, APPROVE)).status).toBe(410);
  });

  test("is gone when the execution was cancelled", async ({ db }) => {
    const { url, id, worker } = await linked(db);
    await db.query("select sluice.cancel_execution($1)", [id]);
    await worker.drain();
    expect((await press(url, APPROVE)).status).toBe(410);
  });

  test("is that of the delegate alone once it was delegated", async ({ db }) => {
    const { url, id, people, organizationId, base } = await linked(db);
    const deputy = await addMember(db, organizationId);
    await db.as(people[0]!.claims, async (client) =>
      client.query("select sluice.delegate_approval($1, $2)", [
        (await approvalOf(db, id)).id,
        deputy.id,
      ]),
    );
    expect((await press(url, APPROVE)).status).toBe(404);
    const theirs = `${base}${await tokenOf(db, id, deputy.email)}`;
    expect((await press(theirs, APPROVE)).status).toBe(200);
  });

  test("loses to who decided first, and is told so", async ({ db }) => {
    const { url, id, people } = await linked(db);
    await decide(db, people[1]!, (await approvalOf(db, id)).id, "approved");
    expect((await press(url, APPROVE)).status).toBe(409);
  });

  test("refuses other methods, other bodies and other decisions", async ({ db }) => {
    const { url } = await linked(db);
    expect((await fetch(url, { method: "PUT" })).status).toBe(405);
    expect((await fetch(url, { method: "POST", body: "{}" })).status).toBe(415);
    expect((await press(url, {})).status).toBe(400);
    expect((await press(url, { decision: "maybe" })).status).toBe(400);
    expect((await press(url, { ...APPROVE, comment: "x".repeat(1001) })).status).toBe(400);
    expect((await press(url, { ...APPROVE, comment: "\0" })).status).toBe(400);
    expect(
      (await press(url, { decision: "approved", comment: "x".repeat(2_000_000) })).status,
    ).toBe(413);
  });
});

describe("the form of an approval", () => {
  test("is shown, refused with what was filled in, and taken", async ({ db }) => {
    const { url, id, worker } = await linked(db, { form: FORM });
    const [code, html] = await read(fetch(url));
    expect(code).toBe(200);
    expect(html).toContain("How &#60;much&#62; *");
    expect(html).toContain("no &#60;reason&#62;</textarea>");
    expect(html).toContain("<option>high</option>");
    const [refused, again] = await read(
      press(url, { ...APPROVE, "field:amount": "1000", "field:why": "be<cause" }),
    );
    expect(refused).toBe(400);
    expect(again).toContain("Amount must be at most 100");
    expect(again).toContain('value="1000"');
    expect(again).toContain("be&#60;cause</textarea>");
    const filled = {
      "field:amount": "7",
      "field:why": "because",
      "field:level": "",
      "field:urgent": "on",
    };
    expect((await press(url, { ...APPROVE, ...filled, "field:x": "1" })).status).toBe(200);
    await worker.drain();
    expect(await outputOf(db, id, "ask")).toMatchObject({
      data: { amount: 7, why: "because", urgent: true },
    });
  });

  test("need not be filled in to reject", async ({ db }) => {
    const { url } = await linked(db, { form: FORM });
    expect((await press(url, { decision: "rejected", "field:amount": "no" })).status).toBe(200);
  });
});

describe("a token", () => {
  test("is made when a worker gets the step that sends it, and is nowhere else", async ({ db }) => {
    await defineTestAction(db);
    const { base } = await serve(db);
    const requested = { port: "asked", name: "approval.requested", match: "{{ execution.id }}" };
    const nodes = [
      ask({ assignees: ["{{ trigger.payload.people[0] }}"] }),
      { id: "asked", type: "wait", data: { events: [requested], timeout: "1 h" } },
      act("mail", { input: { url: `${base}{{ steps.asked.output.event.payload.token }}` } }),
      act("again", { input: { url: `${base}{{ steps.asked.output.event.payload.token }}` } }),
    ];
    const edges = ["start → ask", "start → asked", "asked:asked → mail", "mail → again"];
    const { id, worker } = await begin(db, {}, { nodes, edges });
    const urls: string[] = [];
    await worker.drain((lease) => {
      urls.push((JSON.parse(lease.input) as { url: string }).url);
      return {};
    });
    expect(urls).toHaveLength(2);
    for (const url of urls) expect(url.slice(base.length)).toMatch(/^[0-9a-f]{64}$/);
    expect(urls[0]).not.toBe(urls[1]);
    for (const url of urls) {
      const token = url.slice(base.length);
      const [row] = await db.query<{ found: boolean }>(
        `select exists (select from sluice.workflow_execution_steps as t where t::text like $1)
           or exists (select from sluice.workflow_events as t where t::text like $1)
           or exists (select from sluice_private.approval_links as t where t::text like $1)
           as found`,
        [`%${token}%`],
      );
      expect(row!.found).toBe(false);
      expect((await fetch(url)).status).toBe(200);
    }
    expect((await press(urls[1]!, APPROVE)).status).toBe(200);
    expect((await press(urls[0]!, APPROVE)).status).toBe(409);
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("of another organization's approval is not revealed", async ({ db }) => {
    const [theirs, mine] = [await begin(db), await begin(db)];
    const links = () => db.query("select count(*) from sluice_private.approval_links");
    const before = await links();
    const [row] = await db.query<{ revealed: string }>(
      `select sluice_private.reveal_links($1, payload ->> 'token') as revealed
       from sluice.workflow_events where key = $2 limit 1`,
      [mine.organizationId, theirs.id],
    );
    expect(row!.revealed).toMatch(/^approval-token:/);
    expect(await links()).toEqual(before);
  });
});
