import { describe } from "vitest";
import {
  addMember,
  approvalOf,
  approvalsOf,
  ask,
  begin,
  decide,
  events,
  type Scene,
} from "../../support/approvals.ts";
import { foreach, makeDue, outputOf, status, trace, within } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, execution, stepStatuses } from "../../support/engine.ts";
import { emit, PAID } from "../../support/events.ts";
import { codeOf, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** What each of them decides, one after the other: `+` or `-`. */
async function decideAll(db: TestDatabase, { id, people }: Scene, signs: string) {
  const approval = await approvalOf(db, id);
  for (const [n, sign] of signs.split("").entries()) {
    await decide(db, people[n]!, approval.id, sign === "+" ? "approved" : "rejected");
  }
  return approval.id;
}

const ended = async (db: TestDatabase, { id }: Scene) =>
  Object.entries(await stepStatuses(db, id))
    .filter(([node, is]) => is === "completed" && !["start", "ask"].includes(node))
    .map(([node]) => node)
    .join(" ");

describe("an approval", () => {
  for (const [quorum, signs, ends, state] of [
    [1, "+", "m yes", "approved"],
    [1, "-+", "m yes", "approved"],
    [1, "---", "no", "rejected"],
    [2, "+-+", "m yes", "approved"],
    [2, "--", "no", "rejected"],
    [3, "+++", "m yes", "approved"],
    [3, "-", "no", "rejected"],
    [3, "++", "", "open"],
  ] as const) {
    test(`of which ${quorum} of 3 are needed is ${state} after ${signs}`, async ({ db }) => {
      const scene = await begin(db, { quorum });
      await decideAll(db, scene, signs);
      await scene.worker.drain();
      expect(await ended(db, scene)).toBe(ends);
      expect(await approvalOf(db, scene.id)).toMatchObject({ status: state });
      expect(await status(db, scene.id)).toBe(state === "open" ? "waiting" : "completed");
    });
  }

  test("gives out who decided what, and when", async ({ db }) => {
    const scene = await begin(
      db,
      { quorum: 2, title: "Spend {{ trigger.payload.sum }}" },
      {
        payload: { sum: 12 },
      },
    );
    const [a, b] = scene.people as [Scene["people"][0], Scene["people"][0]];
    const { id, title } = await approvalOf(db, scene.id);
    expect(title).toBe("Spend 12");
    await decide(db, a, id, "rejected", { comment: "No <b>" });
    await decide(db, b, id, "approved");
    await decide(db, scene.people[2]!, id, "approved");
    await scene.worker.drain();
    const at = expect.any(String);
    expect(await outputOf(db, scene.id, "ask")).toEqual({
      data: null,
      approval: {
        id,
        status: "approved",
        decisions: [
          {
            user_id: a.id,
            email: a.email,
            decided_by: a.id,
            decision: "rejected",
            comment: "No <b>",
            decided_at: at,
          },
          { user_id: b.id, email: b.email, decided_by: b.id, decision: "approved", decided_at: at },
          expect.objectContaining({ decision: "approved" }),
        ],
      },
    });
  });

  test("is decided by each assignee once, while it is open, and by nobody else", async ({ db }) => {
    const scene = await begin(db, { quorum: 2 });
    const { id } = await approvalOf(db, scene.id);
    await decide(db, scene.people[0]!, id, "approved");
    expect(await codeOf(decide(db, scene.people[0]!, id, "approved"))).toBe("SLSTA");
    expect(await codeOf(decide(db, scene.people[0]!, id, "rejected"))).toBe("SLSTA");
    const colleague = await addMember(db, scene.organizationId);
    expect(await codeOf(decide(db, colleague, id, "approved"))).toBe("SLFRB");
    const stranger = await createTenant(db);
    expect(await codeOf(decide(db, stranger, id, "approved"))).toBe("SLNTF");
    const posing = { claims: { ...stranger.claims, org: scene.organizationId } };
    expect(await codeOf(decide(db, posing, id, "approved"))).toBe("SLNTF");
    for (const decision of ["maybe", "", null]) {
      expect(await codeOf(decide(db, scene.people[1]!, id, decision))).toBe("SLVAL");
    }
    const long = { comment: "x".repeat(1001) };
    expect(await codeOf(decide(db, scene.people[1]!, id, "approved", long))).toBe("SLVAL");
    expect(await codeOf(decide(db, scene.people[1]!, id, "approved", { data: {} }))).toBe("SLVAL");
    await decide(db, scene.people[1]!, id, "approved");
    expect(await codeOf(decide(db, scene.people[2]!, id, "rejected"))).toBe("SLSTA");
    await scene.worker.drain();
    expect(await codeOf(decide(db, scene.people[2]!, id, "rejected"))).toBe("SLSTA");
    expect(await ended(db, scene)).toBe("m yes");
  });

  test("counts a person who is named twice once, and takes addresses of others", async ({ db }) => {
    const scene = await begin(
      db,
      {
        assignees: [
          "{{ trigger.payload.people[0] }}",
          "{{ trigger.payload.ids[0] }}",
          " Ada@Example.com ",
        ],
      },
      { count: 1 },
    );
    const rows = await db.query(
      "select user_id, email from sluice.workflow_approval_assignees where approval_id = $1 order by assignee_no",
      [(await approvalOf(db, scene.id)).id],
    );
    const [person] = scene.people;
    expect(rows).toEqual([
      { user_id: person!.id, email: person!.email },
      { user_id: null, email: "ada@example.com" },
    ]);
  });

  test("is for who has the address by now, if they are a member", async ({ db }) => {
    const scene = await begin(db, { assignees: ["later@example.com"] });
    const { id } = await approvalOf(db, scene.id);
    const later = await addMember(db, scene.organizationId);
    expect(await codeOf(decide(db, later, id, "approved"))).toBe("SLFRB");
    await db.query("update sluice.users set email = 'later@example.com' where id = $1", [later.id]);
    await decide(db, later, id, "approved");
    await scene.worker.drain();
    expect(await status(db, scene.id)).toBe("completed");
  });

  for (const [what, approval, message] of [
    ["a stranger", { assignees: ["{{ execution.id }}"] }, /^assignee .* is not a member/],
    ["no text", { assignees: "{{ trigger.payload.nobody }}" }, /^assignees must be a list/],
    ["nobody", { assignees: "{{ trigger.payload.none }}" }, /^assignees must be a list of 1 to/],
    [
      "no address",
      { assignees: ["{{ trigger.payload.word }}"] },
      /^assignees must be .* has "soon"/,
    ],
    ["too few", { quorum: "{{ trigger.payload.many }}" }, /^quorum is more than there are/],
    ["a bad quorum", { quorum: "{{ trigger.payload.word }}" }, /^quorum must be a whole number/],
    ["a bad due", { due: "{{ trigger.payload.word }}" }, /^due must be a duration/],
    ["a bad reminder", { reminders: ["{{ trigger.payload.word }}"] }, /^reminders must be/],
    ["expressions that make some", { assignees: ["{{ trigger.payload.nest }}"] }, /makes another/],
  ] as const) {
    test(`of ${what} fails the step`, async ({ db }) => {
      const payload = { word: "soon", none: [], many: 4, nest: "{{ x }}" };
      const { id } = await begin(db, approval, { payload });
      expect(await execution(db, id)).toMatchObject({
        status: "failed",
        error: { class: "expression", message: expect.stringMatching(message) },
      });
      expect(await approvalsOf(db, id)).toEqual([]);
    });
  }

  test("that is disabled passes as approved", async ({ db }) => {
    const scene = await begin(db, {}, { data: { disabled: true } });
    expect(await ended(db, scene)).toBe("m yes");
  });

  test("in each item of a foreach is decided for itself", async ({ db }) => {
    const nodes = [
      foreach("each", { items: "{{ trigger.payload.people }}", concurrency: 3 }),
      ...within("each", ask({ assignees: ["{{ item }}"] }), set("yes"), set("no")),
    ];
    const edges = ["start → each", "ask:approved → yes", "ask:rejected → no"];
    const scene = await begin(db, {}, { nodes, edges });
    const approvals = await approvalsOf(db, scene.id);
    expect(approvals.map(({ frame_path }) => frame_path)).toEqual([
      "each[0]",
      "each[1]",
      "each[2]",
    ]);
    const [a, b, c] = scene.people;
    expect(await codeOf(decide(db, a!, approvals[1]!.id, "approved"))).toBe("SLFRB");
    await decide(db, b!, approvals[1]!.id, "rejected");
    await decide(db, a!, approvals[0]!.id, "approved");
    await scene.worker.drain();
    expect(await trace(db, scene.id)).toContain("each[2].ask waiting");
    await decide(db, c!, approvals[2]!.id, "approved");
    await scene.worker.drain();
    expect((await trace(db, scene.id)).filter((line) => /yes|no/.test(line))).toEqual([
      ...["each[0].no skipped", "each[0].yes completed"],
      ...["each[1].no completed", "each[1].yes skipped"],
      ...["each[2].no skipped", "each[2].yes completed"],
    ]);
  });
});

describe("an approval races", () => {
  test("with its due, which closes it", async ({ db }) => {
    const scene = await begin(db, { due: "10 minutes" });
    const { id } = await approvalOf(db, scene.id);
    await makeDue(db, scene.id);
    await scene.worker.drain();
    expect(await ended(db, scene)).toBe("late");
    expect(await approvalOf(db, scene.id)).toMatchObject({ status: "timed_out" });
    expect(await codeOf(decide(db, scene.people[0]!, id, "approved"))).toBe("SLSTA");
    expect((await events(db, scene.id)).at(-1)).toBe("approval.closed timed_out");
  });

  test("with the timeout: nobody decides after it, though nobody has looked", async ({ db }) => {
    const scene = await begin(db);
    const { id } = await approvalOf(db, scene.id);
    await db.query("update sluice.workflow_approvals set due_at = clock_timestamp()");
    expect(await codeOf(decide(db, scene.people[0]!, id, "approved"))).toBe("SLSTA");
  });

  test("with the timeout: what was decided before it has won, whenever it is looked at", async ({
    db,
  }) => {
    const scene = await begin(db);
    const { id } = await approvalOf(db, scene.id);
    await decide(db, scene.people[0]!, id, "approved");
    await db.query("update sluice_private.timers set due_at = clock_timestamp()");
    await scene.worker.drain();
    expect(await ended(db, scene)).toBe("m yes");
  });

  test("with a duration, an event and a condition: the first ends it, and it is closed", async ({
    db,
  }) => {
    const data = {
      for: "30 minutes",
      events: [{ ...PAID, match: "7" }],
      condition: { when: '$.now == "never"' },
    };
    for (const [end, state] of [
      [(scene: Scene) => emit(db, scene.id, "7"), "cancelled"],
      [(scene: Scene) => makeDue(db, scene.id), "cancelled"],
      [(scene: Scene) => decideAll(db, scene, "+"), "approved"],
    ] as const) {
      const scene = await begin(db, { reminders: ["1 minute"] }, { data });
      await end(scene);
      await scene.worker.drain();
      expect(await status(db, scene.id)).toBe("completed");
      expect(await approvalOf(db, scene.id)).toMatchObject({ status: state });
      expect(await db.query("select from sluice_private.timers")).toEqual([]);
      expect(await db.query("select from sluice_private.awaited_events")).toEqual([]);
    }
  });

  test("with a cancel, which closes it", async ({ db }) => {
    const scene = await begin(db, { reminders: ["1 minute"] });
    const { id } = await approvalOf(db, scene.id);
    await db.query("select sluice.cancel_execution($1)", [scene.id]);
    await scene.worker.drain();
    expect(await approvalOf(db, scene.id)).toMatchObject({ status: "cancelled" });
    expect(await codeOf(decide(db, scene.people[0]!, id, "approved"))).toBe("SLSTA");
    expect(await db.query("select from sluice_private.timers")).toEqual([]);
  });

  test("with a hand, which closes it too", async ({ db }) => {
    const scene = await begin(db);
    await db.query("select sluice.complete_step($1, 'ask', '{}', null, 'rejected')", [scene.id]);
    await scene.worker.drain();
    expect(await ended(db, scene)).toBe("no");
    expect(await approvalOf(db, scene.id)).toMatchObject({ status: "cancelled" });
  });

  test("with a pause: it is decided, and acted on when it is resumed", async ({ db }) => {
    const scene = await begin(db);
    await db.query("select sluice.pause_execution($1)", [scene.id]);
    await scene.worker.pump();
    await decideAll(db, scene, "+");
    await scene.worker.drain();
    expect(await approvalOf(db, scene.id)).toMatchObject({ status: "open" });
    await db.query("select sluice.resume_execution($1)", [scene.id]);
    await scene.worker.drain();
    expect(await ended(db, scene)).toBe("m yes");
  });
});
