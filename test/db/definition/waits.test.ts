import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { cleanDraft, findingsOf, stepOf, validate } from "../../support/drafts.ts";

const WAITS: [object, string[]][] = [
  [{ for: "PT5M", until: "2026-12-24T18:00:00Z", timeout: "1 day" }, []],
  [{ until: "{{ trigger.payload.at }}" }, []],
  [{ until: 1_700_000_000 }, []],
  [{ timeout: "PT5M" }, []],
  [{ local: { time: "09:00" } }, []],
  [{ local: { time: { from: "22:00", to: "24:00" }, days: ["sat"], zone: "Asia/Tokyo" } }, []],
  [{ local: { time: "09:00", holidays: ["2026-12-25"] } }, []],
  [{ local: { time: "09:00", holidays: "{{ vars.holidays }}" } }, []],
  [{}, ["missing_field data.for"]],
  [{ for: "" }, ["bad_field data.for"]],
  [{ for: 5 }, ["bad_field data.for"]],
  [{ until: "tomorrow" }, ["bad_field data.until"]],
  [{ until: "2026-02-30" }, ["bad_field data.until"]],
  [{ until: -1 }, ["bad_field data.until"]],
  [{ timeout: "soon" }, ["bad_field data.timeout"]],
  [{ timeout: "-1 s" }, ["bad_field data.timeout"]],
  [{ local: {} }, ["bad_field data.local"]],
  [{ local: { time: "9:00" } }, ["bad_field data.local"]],
  [{ local: { time: "24:00" } }, ["bad_field data.local"]],
  [{ local: { time: { from: "09:00" } } }, ["bad_field data.local"]],
  [{ local: { time: { from: "09:00", to: "09:00" } } }, ["bad_field data.local"]],
  [{ local: { time: { from: 9, to: 17 } } }, ["bad_field data.local"]],
  [{ local: { time: "09:00", days: [] } }, ["bad_field data.local"]],
  [{ local: { time: "09:00", days: ["monday"] } }, ["bad_field data.local"]],
  [{ local: { time: "09:00", days: "mon" } }, ["bad_field data.local"]],
  [{ local: { time: "09:00", zone: "Mars/Base" } }, ["bad_field data.local"]],
  [{ local: { time: "09:00", zone: null } }, ["bad_field data.local"]],
  [{ local: { time: "09:00", holidays: ["25.12."] } }, ["bad_field data.local"]],
  [{ local: { time: "09:00", holidays: ["2026-12-25T00:00"] } }, ["bad_field data.local"]],
  [{ local: { time: "09:00", calendar: "de" } }, ["unknown_calendar data.local.calendar"]],
  [{ local: { calendar: "de" } }, ["unknown_calendar data.local.calendar"]],
  [{ local: { calendar: "{{ vars.calendar }}" } }, []],
  [{ local: { calendar: 1 } }, ["bad_field data.local"]],
  [{ local: { calendar: "de", zone: "UTC" } }, ["bad_field data.local"]],
  [{ local: { calendar: "de", time: "9" } }, ["bad_field data.local"]],
  [{ events: [{ port: "paid", name: "order.paid" }], inbox: "0" }, []],
  [{ events: [{ port: "paid", name: "order.paid", match: "{{ trigger.payload.id }}" }] }, []],
  [{ events: [] }, ["bad_field data.events"]],
  [{ events: [{ port: "main", name: "a" }] }, ["bad_field data.events"]],
  [{ events: [{ port: "timeout", name: "a" }] }, ["bad_field data.events"]],
  [{ events: [{ port: "p", name: "{{ now }}" }] }, ["bad_field data.events"]],
  [{ events: [{ port: "p", name: "a", match: null }] }, ["bad_field data.events"]],
  [{ events: [{ port: "p", name: "a", filter: "x" }] }, ["bad_field data.events"]],
  [{ events: ["a"] }, ["bad_field data.events"]],
  [
    {
      events: [
        { port: "p", name: "a" },
        { port: "p", name: "b" },
      ],
    },
    ["bad_field data.events"],
  ],
  [
    { events: [{ port: "p", name: "a", match: "{{ nosuch.x }}" }] },
    ["expression data.events.0.match"],
  ],
  [{ events: [{ port: "p", name: "a" }], inbox: "31 days" }, ["bad_field data.inbox"]],
  [{ events: [{ port: "met", name: "a" }] }, ["bad_field data.events"]],
  [{ events: [{ port: "approved", name: "a" }] }, ["bad_field data.events"]],
  [{ condition: { when: "$.vars.stock > 0", every: "10 s" } }, []],
  [{ condition: { when: "$.vars.stock > 0", every: "{{ vars.often }}" } }, []],
  [
    {
      condition: {
        when: { combinator: "and", rules: [{ field: "vars.stock", operator: ">", value: 0 }] },
      },
    },
    [],
  ],
  [{ condition: {} }, ["expression data.condition.when"]],
  [{ condition: "$.now" }, ["bad_field data.condition"]],
  [{ condition: { when: "$.vars.stock" } }, ["expression data.condition.when"]],
  [{ condition: { when: "$.steps.b.output.n > 0" } }, ["not_upstream data.condition.when"]],
  [{ condition: { when: "$.vars.stock > 0", every: "9 s" } }, ["bad_field data.condition"]],
  [{ condition: { when: "$.vars.stock > 0", every: 60 } }, ["bad_field data.condition"]],
  [{ condition: { when: "$.vars.stock > 0", until: "x" } }, ["bad_field data.condition"]],
];

describe("a wait", () => {
  for (const [data, expected] of WAITS) {
    test(`of ${JSON.stringify(data)} has ${expected.join() || "no problem"}`, async ({ db }) => {
      const found = await findingsOf(db, (draft) => {
        stepOf(draft, "pause").data = { ...data };
      });
      const mine = found.map((text) => text.replace(" pause ", " "));
      if (expected.length === 0) expect(mine).toEqual([]);
      else expect(mine.join()).toContain(expected[0]);
    });
  }

  const warnings = async (db: Parameters<typeof validate>[0], data: object) => {
    const draft = cleanDraft();
    stepOf(draft, "pause").data = { ...data };
    return (await validate(db, draft)).map(({ code, node_id }) => `${code} ${node_id}`);
  };

  test("with a timeout that leads nowhere gives a warning", async ({ db }) => {
    expect(await warnings(db, { timeout: "1 h" })).toEqual(["unconnected_port pause"]);
  });

  test("for an event and nothing else gives a warning", async ({ db }) => {
    const events = [{ port: "paid", name: "order.paid" }];
    expect(await warnings(db, { events })).toEqual(["endless_wait pause"]);
    expect(await warnings(db, { events, for: "1 h" })).toEqual(["race pause"]);
  });

  test("has only the ports of what it waits for", async ({ db }) => {
    const port = (data: object, handle: string) =>
      findingsOf(db, (draft) => {
        stepOf(draft, "pause").data = { ...data };
        draft.edges.find(({ source }) => source === "pause")!["sourceHandle"] = handle;
      });
    expect(await port({ for: "1 h" }, "elapsed")).toEqual([]);
    expect(await port({ for: "1 h", timeout: "1 h" }, "timeout")).toEqual([]);
    expect((await port({ for: "1 h" }, "timeout")).join()).toContain("unknown_port pause");
    expect((await port({ timeout: "1 h" }, "elapsed")).join()).toContain("unknown_port pause");
  });
});
