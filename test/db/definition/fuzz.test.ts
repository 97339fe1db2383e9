import { describe } from "vitest";
import type pg from "pg";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { call, tenantOf } from "../../support/calls.ts";
import { cleanDraft, stepOf, type Draft } from "../../support/drafts.ts";
import { endScene, openSession } from "../../support/scenes.ts";

const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const ROUNDS = 2000;

/** mulberry32: the same numbers for the same seed, everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const deep = (levels: number): unknown => (levels === 0 ? "{{ x" : [deep(levels - 1)]);

const VALUES: unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e300, -1e-300, "", " ", "x", [], {}, [[]], [null], { "": 1 }],
  ...[
    "{{",
    "}}",
    "{{}}",
    "{{ }}",
    "{{ | }}",
    "{{ x | }}",
    "{{ a | b(((",
    '{{ "',
    '{{ "\\',
    "{{ $ }}",
  ],
  ...["{{ steps }}", "{{ steps. }}", "{{ steps.a }}", "$", "$.", "$.*", "$**", "lax $", "strict $"],
  ...[
    "$.trigger ? (",
    "$.trigger.payload.a == 1",
    "exists($.trigger)",
    '$.steps."a"',
    "$.steps.\u{1F600}",
  ],
  ...["1 century", "-1 second", "infinity", "P999999999Y", "1e400", "99999999999999999999"],
  ...[
    "error",
    "error:",
    "error:A",
    "main",
    "main\n",
    "\u2028",
    "\uFFFF",
    "\u{10FFFF}",
    "ÄÖ",
    "'\"\\",
  ],
  ...["x".repeat(100_000), "{{ x }}".repeat(2000), "(".repeat(5000), "\\".repeat(5000)],
  ...["trigger", "a", "hook", "stop", "manual", "data.set", "webhook_received", "env:X", "first"],
  ...[
    9007199254740991,
    Number.MAX_VALUE,
    [1, "a", { b: [] }],
    { kind: 1 },
    { kind: [] },
    deep(200),
  ],
  ...[{ port: 1 }, [{ port: "a" }], [{ port: "a", when: {} }], [{ when: "$.trigger == 1" }], [7]],
  ...[{ max_attempts: "x", jitter: {}, initial: 1, backoff: [] }, { max_attempts: 1e30 }],
];

/** Its wait has one of everything. */
function fuzzDraft(): Draft {
  const draft = cleanDraft();
  stepOf(draft, "pause").data = {
    for: "PT5M",
    local: { calendar: "{{ trigger.payload.calendar }}", time: "09:00", days: ["mon"] },
    events: [{ port: "paid", name: "order.paid", match: "7" }],
    condition: { when: "$.steps.a.output.n > 0", every: "1 minute" },
    approval: {
      assignees: ["ada@example.com"],
      quorum: 1,
      title: "T",
      details: { a: 1 },
      due: "1 day",
      reminders: ["1 hour"],
      escalation: { after: "2 hours", assignees: ["bob@example.com"] },
      form: {
        type: "object",
        required: ["a"],
        properties: { a: { type: "string", minLength: 1 }, n: { type: "integer", enum: [1] } },
      },
    },
  };
  return draft;
}

type Json = Record<string, unknown>;

/** Every place of a value that can be replaced, as the object and its key. */
function placesOf(value: unknown): [Json, string][] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Json;
  return Object.keys(holder).flatMap((key): [Json, string][] => [
    [holder, key],
    ...placesOf(holder[key]),
  ]);
}

/** A clean draft that calls a workflow as well, and has one for its errors. */
function wholeDraft(): Draft {
  const draft = fuzzDraft();
  const data = { version: 1, wait: true, on_cancel: "cancel", output: "{{ steps.sub.output }}" };
  const sub = call("sub", { ...data, retry: { max_attempts: 2 }, on_error: "continue" });
  draft.nodes.push({ ...sub, data: { ...sub.data } });
  draft.edges.push({ id: "e", source: "a", target: "sub" });
  draft.settings = { ...draft.settings, error_workflow: "child" };
  return draft;
}

/** A session of a member, whose organization's workflows are looked at. */
async function memberOf(db: TestDatabase): Promise<pg.Client> {
  const { claims } = await tenantOf(db);
  const session = await openSession(db);
  for (const [claim, value] of Object.entries(claims)) {
    await session.query("select set_config($1, $2, false)", [`jwt.claims.${claim}`, value]);
  }
  return session;
}

function mutated(random: (below: number) => number): unknown {
  const root: Json = { draft: wholeDraft() };
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const places = placesOf(root);
    const [holder, key] = places[random(places.length)] ?? [root, "draft"];
    const value = structuredClone(VALUES[random(VALUES.length)]);
    if (random(6) === 0 && !Array.isArray(holder)) delete holder[key];
    else if (random(5) === 0) holder[String(VALUES[random(60)]).slice(0, 40)] = value;
    else holder[key] = value;
  }
  return root["draft"];
}

test.afterEach(({ db }) => endScene(db));

describe("validate_definition", () => {
  test("finds nothing wrong with what is spoilt", async ({ db }) => {
    const rows = await db.query(
      "select from sluice.validate_definition($1) where severity = 'error'",
      [JSON.stringify(fuzzDraft())],
    );
    expect(rows).toEqual([]);
  });

  test(
    `answers any of ${ROUNDS} spoilt definitions (SEED=${SEED})`,
    { timeout: 120_000 },
    async ({ db }) => {
      const random = randomFrom(SEED);
      const session = await memberOf(db);
      const raised: string[] = [];
      let refused = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const text = JSON.stringify(mutated(random) ?? null);
        try {
          const { rows } = await session.query<{ severity: string; message: string; hint: string }>(
            "select severity, code, message, hint from sluice.validate_definition($1)",
            [text],
          );
          if (rows.some(({ severity }) => severity === "error")) refused += 1;
          const vague = rows.filter(({ message, hint }) => !message || !hint);
          if (vague.length > 0) raised.push(`${JSON.stringify(vague)}: ${text.slice(0, 2000)}`);
        } catch (error) {
          raised.push(`${String(error)}: ${text.slice(0, 2000)}`);
        }
      }
      expect(raised).toEqual([]);
      expect(refused).toBeGreaterThan(ROUNDS / 2);
    },
  );

  test.for(
    [null, true, 7, "", "{{", [], {}, [null], { "": {} }].map(
      (value) => [JSON.stringify(value), value] as const,
    ),
  )("answers %s at every place of a definition", async ([, value], { db }) => {
    const drafts = placesOf(wholeDraft()).map((_, place) => {
      const draft = wholeDraft();
      const [holder, key] = placesOf(draft)[place]!;
      holder[key] = value;
      return JSON.stringify(draft);
    });
    const { rows } = await (
      await memberOf(db)
    ).query<{ count: string }>(
      `select count(*) from unnest($1::jsonb[]) as draft (value)
       cross join lateral sluice.validate_definition(draft.value)`,
      [drafts],
    );
    expect(Number(rows[0]!.count)).toBeGreaterThan(drafts.length / 2);
  });
});
