import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  type Node,
} from "../../support/engine.ts";
import { call, draftOf, named, tenantOf } from "../../support/calls.ts";
import { foreach, within } from "../../support/containers.ts";
import { act, codeOf, endScene, set } from "../../support/scenes.ts";

test.afterEach(({ db }) => endScene(db));

interface Step {
  node_id: string | null;
  frame_path: string | null;
  status: string;
  attempt: number;
  finished_at: Date | null;
  output: unknown;
  error: { class: string } | null;
}

async function draft(db: TestDatabase, nodes: Node[], edges: string[], settings?: object) {
  await defineTestAction(db);
  const { organizationId, claims } = await createTenant(db);
  const [row] = await db.query<{ id: string }>(
    "select id from sluice.create_workflow($1, $2, '', $3)",
    [
      `w-${randomUUID()}`,
      JSON.stringify(definition([manual, ...nodes], edges, settings)),
      organizationId,
    ],
  );
  return { id: row!.id, claims };
}

const simulate = (db: TestDatabase, id: string, input: unknown = {}, mocks: object = {}) =>
  db.query<Step>("select * from sluice.simulate_workflow($1, $2, $3, '2026-03-01 09:00 UTC')", [
    id,
    JSON.stringify(input),
    JSON.stringify(mocks),
  ]);
const wait = (id: string, time: string): Node => ({ id, type: "wait", data: { for: time } });
const lines = (steps: Step[]) =>
  steps.map(
    ({ frame_path, node_id, status, finished_at }) =>
      `${finished_at?.toISOString().slice(5, 16) ?? "-"} ${[frame_path, node_id ?? "execution"].filter(Boolean).join(".")} ${status}`,
  );

describe("a simulation", () => {
  test("begins at another trigger, if that is named", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const [workflow] = await db.query<{ id: string }>(
      "select id from sluice.create_workflow('w', $1, '', $2)",
      [
        JSON.stringify(
          definition(
            [
              { id: "paid", type: "trigger", data: { trigger: "event", config: { name: "paid" } } },
              set("a", { n: "{{ trigger.payload.n }}" }),
            ],
            ["paid → a"],
          ),
        ),
        organizationId,
      ],
    );
    const from = (node: string | null) =>
      db.query<Step>(
        "select * from sluice.simulate_workflow($1, '{\"n\": 1}', trigger_node => $2)",
        [workflow!.id, node],
      );
    expect((await from("paid")).find(({ node_id }) => node_id === "a")?.output).toEqual({ n: 1 });
    expect(await codeOf(from(null))).toBe("SLNTF");
    expect(await codeOf(from("unpaid"))).toBe("SLNTF");
  });

  test("runs three weeks of a draft at once, and leaves nothing behind", async ({ db }) => {
    const { id } = await draft(
      db,
      [act("hello"), wait("week", "1 week"), act("tips"), wait("fortnight", "2 weeks"), act("bye")],
      ["start → hello", "hello → week", "week → tips", "tips → fortnight", "fortnight → bye"],
    );
    const before = await counts(db);
    expect(lines(await simulate(db, id))).toEqual([
      "03-22T09:00 execution completed",
      "03-01T09:00 start completed",
      "03-01T09:00 hello completed",
      "03-08T09:00 week completed",
      "03-08T09:00 tips completed",
      "03-22T09:00 fortnight completed",
      "03-22T09:00 bye completed",
    ]);
    expect(await counts(db)).toEqual(before);
    const [now] = await db.query<{ is_now: boolean }>(
      "select sluice_hidden.now() > clock_timestamp() - interval '1 minute' as is_now",
    );
    expect(now?.is_now).toBe(true);
  });

  test("gives workers' steps their mocks, one after the other", async ({ db }) => {
    const retry = { max_attempts: 3, initial: "1 hour", backoff: "fixed", jitter: 0 };
    const { id } = await draft(
      db,
      [act("a", { retry }), set("b", { got: "{{ steps.a.output.n }}" })],
      ["start → a", "a → b"],
    );
    const steps = await simulate(db, id, {}, { a: [{ error: { class: "http" } }, { n: 7 }] });
    expect(steps[0]).toMatchObject({ status: "completed", output: { b: { got: 7 } } });
    expect(steps.find(({ node_id }) => node_id === "a")).toMatchObject({ attempt: 2 });
    expect(lines(steps)).toContain("03-01T10:00 a completed");
    const failed = await simulate(db, id, {}, { a: { error: { class: "http" } } });
    expect(failed[0]).toMatchObject({ status: "failed", error: { class: "http" } });
  });

  test("gives calls their mocks, and runs nothing of what they call", async ({ db }) => {
    const tenant = await tenantOf(db);
    await named(db, tenant, "child", [act("inside")], ["start → inside"]);
    const retry = { max_attempts: 2, initial: "1 hour", backoff: "fixed", jitter: 0 };
    const id = await draftOf(
      db,
      tenant,
      "caller",
      [
        call("sub", { retry }),
        call("go", { wait: false }),
        set("late"),
        set("got", { n: "{{ steps.sub.output.n }}" }),
      ],
      ["start → go", "go → sub", "sub:error:child_timed_out → late", "sub → got"],
    );
    const before = await counts(db);
    const mocks = { sub: [{ error: { class: "http" } }, { n: 7 }] };
    expect(lines(await simulate(db, id, {}, mocks))).toEqual([
      "03-01T10:00 execution completed",
      "03-01T09:00 start completed",
      "03-01T09:00 go completed",
      "03-01T10:00 sub completed",
      "03-01T10:00 late skipped",
      "03-01T10:00 got completed",
    ]);
    const late = await simulate(db, id, {}, { sub: { error: { class: "timeout" } } });
    expect(lines(late)).toContain("03-01T10:00 late completed");
    const plain = await simulate(db, id);
    expect(plain.find(({ node_id }) => node_id === "sub")).toMatchObject({ output: {} });
    expect(await counts(db)).toEqual(before);
  });

  test("follows containers, timeouts and several versions", async ({ db }) => {
    const { id } = await draft(
      db,
      [foreach("each"), ...within("each", act("send"), wait("w", "1 day"))],
      ["start → each", "send → w"],
      { timeout: "36 hours" },
    );
    await db.query("select sluice.publish_workflow($1)", [id]);
    const [version] = await db.query<{ id: string }>(
      "select live_version_id as id from sluice.workflows where id = $1",
      [id],
    );
    expect(lines(await simulate(db, id, [1, 2]))).toEqual([
      "03-02T21:00 execution timed_out",
      "03-01T09:00 start completed",
      "03-01T09:00 each[0].send completed",
      "03-02T09:00 each[0].w completed",
      "03-02T09:00 each[1].send completed",
      "03-02T21:00 each cancelled",
      "03-02T21:00 each[1].w cancelled",
    ]);
    await db.query("select sluice.update_workflow($1, null, $2)", [
      id,
      JSON.stringify(definition([manual, set("new")], ["start → new"])),
    ]);
    expect(lines(await simulate(db, id))).toContain("03-01T09:00 new completed");
    const old = await db.query<Step>(
      "select * from sluice.simulate_workflow($1, '[1]', '{}', null, $2)",
      [id, version!.id],
    );
    expect(old.map(({ node_id }) => node_id)).toContain("each");
  });

  test("ends waits on the port that their mock names", async ({ db }) => {
    const { id } = await draft(
      db,
      [
        foreach("each"),
        ...within(
          "each",
          {
            id: "ask",
            type: "wait",
            data: { approval: { assignees: ["ada@example.com"], due: "1 day" } },
          },
          set("yes", { by: "{{ steps.ask.output.by }}" }),
          set("no"),
        ),
      ],
      ["start → each", "ask:approved → yes", "ask:rejected → no"],
    );
    const ask = [{ port: "approved", output: { by: "Ada" } }, { port: "rejected" }, {}];
    const steps = await simulate(db, id, [1, 2, 3], { ask });
    expect(lines(steps).slice(2)).toEqual([
      ...["03-01T09:00 each[0].ask completed", "03-01T09:00 each[0].yes completed"],
      ...["03-01T09:00 each[0].no skipped", "03-01T09:00 each[1].ask completed"],
      ...["03-01T09:00 each[1].yes skipped", "03-01T09:00 each[1].no completed"],
      ...["03-02T09:00 each completed", "03-02T09:00 each[2].ask completed"],
      ...["03-02T09:00 each[2].yes skipped", "03-02T09:00 each[2].no skipped"],
    ]);
    expect(steps.find(({ node_id }) => node_id === "yes")).toMatchObject({ output: { by: "Ada" } });
    expect(await codeOf(simulate(db, id, [1], { ask: { port: "maybe" } }))).toBe("SLVAL");
    expect(await db.query("select from sluice.workflow_approvals")).toEqual([]);
  });

  test("looks at conditions, again only at those that read the time", async ({ db }) => {
    const { id } = await draft(
      db,
      [
        {
          id: "never",
          type: "wait",
          data: {
            condition: { when: "$.trigger.payload.n == 1", every: "10 s" },
            timeout: "90 days",
          },
        },
        {
          id: "noon",
          type: "wait",
          data: { condition: { when: '$.now > "2026-03-01T12"', every: "1 hour" } },
        },
      ],
      ["start → never", "start → noon"],
    );
    expect(lines(await simulate(db, id))).toEqual([
      "05-30T09:00 execution completed",
      "03-01T09:00 start completed",
      "03-01T12:00 noon completed",
      "05-30T09:00 never completed",
    ]);
  });

  test("refuses an invalid draft, another's workflow and bad mocks", async ({ db }) => {
    const { id } = await draft(db, [act("a"), act("b")], ["start → a"]);
    expect(await codeOf(simulate(db, id))).toBe("SLVAL");
    const fine = await draft(db, [act("a")], ["start → a"]);
    expect(await codeOf(simulate(db, fine.id, {}, []))).toBe("SLVAL");
    await expect(simulate(db, fine.id, {}, { b: {} })).rejects.toMatchObject({
      code: "SLVAL",
      message: "there is no node b to mock",
    });
    const query = (version: string) =>
      db.query("select * from sluice.simulate_workflow($1, '{}', '{}', null, $2)", [
        fine.id,
        version,
      ]);
    expect(await codeOf(query(randomUUID()))).toBe("SLNTF");
    const { claims } = await createTenant(db);
    const foreign = db.as(claims, (member) =>
      member.query("select * from sluice.simulate_workflow($1)", [fine.id]),
    );
    expect(await codeOf(foreign)).toBe("SLNTF");
  });

  test("does not give its caller the clock", async ({ db }) => {
    const { id, claims } = await draft(db, [wait("w", "1 year")], ["start → w"]);
    await db.query("select sluice.publish_workflow($1)", [id]);
    const seen = await db.as(claims, async (member) => {
      await member.query("select * from sluice.simulate_workflow($1)", [id]);
      await member.query("select set_config('sluice.clock', '2040-01-01', true)");
      return member.query<{ year: number }>(
        "select extract(year from created_at)::int as year from sluice.start_workflow($1)",
        [id],
      );
    });
    expect(seen.rows[0]!.year).toBeLessThan(2040);
  });
});

const counts = async (db: TestDatabase) =>
  (
    await db.query(
      `select
         (select count(*) from sluice.workflow_executions) as executions,
         (select count(*) from sluice.workflow_versions) as versions,
         (select count(*) from sluice_private.timers) as timers,
         (select count(*) from sluice_private.simulations) as simulations`,
    )
  )[0];
