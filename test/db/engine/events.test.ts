import { describe } from "vitest";
import {
  foreach,
  loop,
  makeDue,
  outputOf,
  scene,
  status,
  trace,
  within,
} from "../../support/containers.ts";
import { expect, test } from "../../support/database.ts";
import { createTenant, execution, invariants, stepStatuses } from "../../support/engine.ts";
import { begin, emit, PAID, wait, type Event } from "../../support/events.ts";
import { act, attempts, codeOf, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

describe("a wait for an event", () => {
  test("ends when it comes, on its port and main, with it as output", async ({ db }) => {
    const { id, worker } = await begin(db);
    expect(await status(db, id)).toBe("waiting");
    expect(await invariants(db)).toEqual([]);
    const event = await emit(db, id, "7", { amount: 5 });
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({
      ...{ w: "completed", m: "completed", p: "completed", t: "skipped" },
    });
    expect(await outputOf(db, id, "w")).toEqual({
      event: {
        ...{ id: event.id, name: "order.paid", key: "7", payload: { amount: 5 } },
        created_at: expect.any(String),
      },
    });
    expect(await status(db, id)).toBe("completed");
  });

  test("goes on waiting when others come", async ({ db }) => {
    const { id, worker } = await begin(db);
    await emit(db, id, "8");
    await emit(db, id, null);
    await db.query(
      `select sluice.emit_event('order.sent', '{}', '7', null, organization_id)
       from sluice.workflow_executions where id = $1`,
      [id],
    );
    await worker.drain();
    expect(await status(db, id)).toBe("waiting");
  });

  for (const [order, key] of [
    ["a'b", "a'b"],
    [7.5, "7.5"],
    [true, "true"],
  ] as const) {
    test(`compares ${JSON.stringify(order)} as text`, async ({ db }) => {
      const { id, worker } = await begin(db, {}, order);
      await emit(db, id, key);
      await worker.drain();
      expect(await status(db, id)).toBe("completed");
    });
  }

  for (const order of [null, {}, "", "x".repeat(501)]) {
    test(`fails where it would match ${JSON.stringify(order).slice(0, 9)}`, async ({ db }) => {
      const { id } = await begin(db, {}, order);
      expect(await execution(db, id)).toMatchObject({ status: "failed", error: { code: "SLEXP" } });
    });
  }

  test("of any key ends with the first there is", async ({ db }) => {
    const { id, worker } = await begin(db, { events: [{ port: "paid", name: "order.paid" }] });
    const first = await emit(db, id, "whatever");
    await emit(db, id, null);
    await worker.drain();
    expect(await outputOf(db, id, "w")).toMatchObject({ event: { id: first.id } });
  });

  test("of several takes the first, on its port", async ({ db }) => {
    const events = [{ ...PAID, port: "other", match: "x" }, PAID];
    const { id, worker } = await begin(db, { events });
    await emit(db, id, "7");
    await emit(db, id, "x");
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({ p: "completed" });
  });

  test("is not reached by another organization's events", async ({ db }) => {
    const { id, worker } = await begin(db);
    const { claims } = await createTenant(db);
    await db.as(claims, (client) =>
      client.query("select sluice.emit_event('order.paid', '{}', '7')"),
    );
    await worker.drain();
    expect(await status(db, id)).toBe("waiting");
    const any = await begin(db, { events: [{ port: "paid", name: "order.paid" }] });
    await any.worker.drain();
    expect(await status(db, any.id)).toBe("waiting");
  });

  test("may share it with others", async ({ db }) => {
    const nodes = [
      foreach("each", { concurrency: 3 }),
      ...within("each", wait({ events: [{ ...PAID, match: "go" }] })),
    ];
    const { id, worker } = await scene(db, nodes, ["start → each"], [1, 2, 3]);
    await emit(db, id, "go");
    await worker.drain();
    expect(await trace(db, id)).toEqual([
      ...["each completed", "each[0].w completed", "each[1].w completed", "each[2].w completed"],
    ]);
  });

  test("follows each item's own", async ({ db }) => {
    const nodes = [
      foreach("each", { concurrency: 3 }),
      ...within("each", wait({ events: [{ ...PAID, match: "{{ item }}" }] })),
    ];
    const { id, worker } = await scene(db, nodes, ["start → each"], ["a", "b"]);
    await emit(db, id, "b");
    await worker.drain();
    expect(await trace(db, id)).toEqual([
      ...["each running", "each[0].w waiting", "each[1].w completed"],
    ]);
    await emit(db, id, "a");
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("in a loop takes a new one each time, and none is lost in between", async ({ db }) => {
    const nodes = [
      loop("again", { while: "true", max_iterations: 3, until: undefined }),
      ...within("again", wait({ events: [{ ...PAID, match: "go" }] })),
    ];
    nodes[0]!.data = { while: "$.index < 2", max_iterations: 5 };
    const { id, worker } = await scene(db, nodes, ["start → again"]);
    await emit(db, id, "go", 1);
    await worker.drain();
    expect(await trace(db, id)).toEqual([
      ...["again running", "again[0].w completed", "again[1].w waiting"],
    ]);
    await emit(db, id, "go", 2);
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
    const both = await scene(db, nodes, ["start → again"]);
    await emit(db, both.id, "go", 1);
    await emit(db, both.id, "go", 2);
    await both.worker.drain();
    expect(await status(db, both.id)).toBe("completed");
  });

  test("is followed by a step that is tried again", async ({ db }) => {
    const retry = {
      retry: { max_attempts: 2, initial: "1s" },
      input: { e: "{{ steps.w.output.event.key }}" },
    };
    const { id, worker } = await scene(db, [wait(), act("a", retry)], ["start → w", "w:paid → a"], {
      order: 7,
    });
    await emit(db, id, "7");
    const failed = await worker.drain(() => ({ error: { class: "x", message: "no" } }));
    expect(failed.map(({ input }) => JSON.parse(input))).toEqual([{ e: "7" }]);
    await makeDue(db, id);
    await worker.drain();
    expect(await attempts(db, id)).toEqual(["a:1:failed", "a:2:completed"]);
  });

  test("that is disabled passes through on all but timeout", async ({ db }) => {
    const { id } = await begin(db, { disabled: true });
    expect(await stepStatuses(db, id)).toMatchObject({ m: "completed", p: "completed" });
    expect(await stepStatuses(db, id)).toMatchObject({ t: "skipped" });
  });

  test("without a timeout has no timer, and is still a cause", async ({ db }) => {
    const nodes = [{ ...wait(), data: { events: [PAID] } }, set("p")];
    const { id, worker } = await scene(db, nodes, ["start → w", "w:paid → p"], { order: 1 });
    expect(await invariants(db)).toEqual([]);
    await emit(db, id, "1");
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });
});

describe("emit_event", () => {
  test("answers with the first event when its key is used again", async ({ db }) => {
    const { claims } = await createTenant(db);
    const call = (key: string | null, n: number) =>
      db.as(claims, async (client) => {
        const { rows } = await client.query<Event>(
          "select * from sluice.emit_event('a', $2, null, $1)",
          [key, n],
        );
        return rows[0]!;
      });
    const first = await call("once", 1);
    expect(first).toMatchObject({ payload: 1, key: null });
    expect(await call("once", 2)).toEqual(first);
    expect((await call("twice", 3)).id).not.toBe(first.id);
    expect((await call(null, 3)).id).not.toBe((await call(null, 3)).id);
  });

  test("asks for a name, a key that is not too long, and an organization", async ({ db }) => {
    const { claims, organizationId } = await createTenant(db);
    const call = (args: string, who = claims as { sub?: string; org?: string }) =>
      codeOf(db.as(who, (client) => client.query(`select sluice.emit_event(${args})`)));
    expect(await call("null")).toBe("SLVAL");
    expect(await call("'a b'")).toBe("SLVAL");
    expect(await call("'a', '{}', ''")).toBe("SLVAL");
    expect(await call("'a', '{}', repeat('x', 501)")).toBe("SLVAL");
    expect(await call("'a', to_jsonb(repeat('x', 3000000))")).toBe("SLVAL");
    expect(await call("'a'", { sub: claims.sub })).toBe("SLVAL");
    const viewer = await createTenant(db, "viewer");
    expect(await call("'a'", viewer.claims)).toBe("SLFRB");
    expect(await call(`'a', organization_id => '${organizationId}'`, viewer.claims)).toBe("SLFRB");
    const nobody = db.query("select sluice.emit_event('a', organization_id => gen_random_uuid())");
    expect(await codeOf(nobody)).toBe("SLNTF");
  });
});
