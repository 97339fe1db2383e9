import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, invariants, start, TestWorker } from "../../support/engine.ts";
import { act, codeOf, endScene, leasesOf, set, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

/** Two executions: one has a step with a worker, a step to be tried again and a wait; one ended. */
async function scene(db: TestDatabase): Promise<{ live: string; ended: string }> {
  const worker = await new TestWorker(db.worker).register();
  const pure = await workflowOf(db, [set("a")], ["start → a"]);
  const busy = await workflowOf(
    db,
    [
      act("a"),
      act("b", { retry: { max_attempts: 2, initial: "1 hour" } }),
      { id: "pause", type: "wait", data: { for: "1 hour" } },
    ],
    ["start → a", "start → b", "start → pause"],
  );
  const [ended, live] = [await start(db, pure), await start(db, busy)];
  const leases = await leasesOf(worker, live);
  const b = leases.find((lease) => lease.node_id === "b")!;
  await worker.report([[b, { error: { class: "http" } }]]);
  expect(await execution(db, ended)).toMatchObject({ status: "completed" });
  return { live, ended };
}

/** Each plants one fault; `$1` is the live execution, `$2` the ended one. */
const FAULTS: [string, string, "live" | "ended", string][] = [
  [
    "a live execution that nothing will ever move",
    `with a as (delete from sluice_private.step_leases where execution_id = $1),
       b as (delete from sluice_private.blocked_steps where execution_id = $1),
       c as (delete from sluice_private.waits where execution_id = $1),
       d as (delete from sluice_private.frames where execution_id = $1)
     select $2::uuid`,
    "live",
    "a live execution has a next cause",
  ],
  ...(
    [
      ["frame", "frames (organization_id, execution_id, frame_id, open) select o, e, 0, 0"],
      [
        "timer",
        `timers (organization_id, execution_id, frame_id, step_no, kind, due_at)
         select o, e, 0, 0, 'deadline', now()`,
      ],
      [
        "output",
        `live_outputs (organization_id, execution_id, frame_id, step_no, node_id, status)
         select o, e, 0, 2, 'a', 'completed'`,
      ],
      [
        "awaited event",
        `awaited_events (organization_id, execution_id, frame_id, step_no, event_no, generation,
           topic, name, port, since, started_at)
         select o, e, 0, 2, 1, 0, 0, 'a', 'a', now(), now()`,
      ],
      [
        "taken event",
        `taken_events (organization_id, execution_id, step_no, event_id, taken_at)
         select o, e, 2, e, now()`,
      ],
      ["arrival", `arrivals (organization_id, execution_id, kind, step_no) select o, e, 'fire', 2`],
      [
        "ready step",
        `ready_steps (organization_id, execution_id, frame_id, step_no, generation, version_id,
           action, input, attempt, priority, ready_at) select o, e, 0, 2, 0, e, 'act', '{}', 1, 5, now()`,
      ],
      [
        "lease",
        `step_leases (organization_id, execution_id, frame_id, step_no, generation, version_id,
           action, input, attempt, priority, ready_at, start_by)
         select o, e, 0, 2, 0, e, 'act', '{}', 1, 5, now(), now()`,
      ],
    ] as const
  ).map(([kind, into]): [string, string, "ended", string] => [
    `the ${kind} of an execution that has ended`,
    `insert into sluice_private.${into} from (
       select organization_id as o, id as e from sluice_private.executions
       where id = $2 and id <> $1::uuid
     ) as ended`,
    "ended",
    "a hot row belongs to a live execution",
  ]),
  [
    "a frame that counts one too many",
    "update sluice_private.frames set open = open + 1 where execution_id = $1 and $2::uuid <> $1",
    "live",
    "a frame counts what is under way in it",
  ],
  [
    "a step that is lost, of several",
    "delete from sluice_private.step_leases where execution_id = $1 and $2::uuid <> $1",
    "live",
    "a frame counts what is under way in it",
  ],
  [
    "steps under way without a frame",
    "delete from sluice_private.frames where execution_id = $1 and $2::uuid <> $1",
    "live",
    "a step under way has a frame",
  ],
  [
    "a wait without a timer",
    `delete from sluice_private.timers
     where execution_id = $1 and kind = 'wait' and $2::uuid <> $1`,
    "live",
    "a suspended step has a timer",
  ],
  [
    "an awaited event without a wait",
    `insert into sluice_private.awaited_events (organization_id, execution_id, frame_id, step_no,
       event_no, generation, topic, name, port, since, started_at)
     select organization_id, id, 0, 2, 1, 0, 0, 'a', 'a', now(), now()
     from sluice_private.live_executions where id = $1 and id <> $2`,
    "live",
    "an awaited event has a wait",
  ],
  [
    "a wait for nothing",
    `with t as (delete from sluice_private.timers
       where execution_id = $1 and kind = 'wait' and $2::uuid <> $1)
     update sluice_private.waits set due_port = null where execution_id = $1`,
    "live",
    "a suspended step has a timer",
  ],
  [
    "a condition that nobody looks at",
    `with t as (delete from sluice_private.timers
       where execution_id = $1 and kind = 'wait' and $2::uuid <> $1)
     update sluice_private.waits set due_port = null, input = '{ "condition": {} }'
     where execution_id = $1`,
    "live",
    "a suspended step has a timer",
  ],
  [
    "an open approval without a wait",
    `insert into sluice.workflow_approvals (organization_id, execution_id, frame_id, step_no,
       generation, node_id, title, quorum, created_at)
     select organization_id, id, 0, 2, 0, 'a', 'a', 1, now()
     from sluice_private.live_executions where id = $1 and id <> $2`,
    "live",
    "an open approval has a wait",
  ],
  [
    "a wait for an approval that is closed",
    `with t as (delete from sluice_private.timers
       where execution_id = $1 and kind = 'wait' and $2::uuid <> $1)
     update sluice_private.waits set due_port = null, input = '{ "approval": {} }'
     where execution_id = $1`,
    "live",
    "a wait for an approval has an open one",
  ],
  [
    "a retry without a timer",
    `delete from sluice_private.timers
     where execution_id = $1 and kind = 'retry' and $2::uuid <> $1`,
    "live",
    "a suspended step has a timer",
  ],
  [
    "a timeout of nothing",
    `insert into sluice_private.timers (organization_id, execution_id, frame_id, step_no, kind,
       due_at)
     select organization_id, id, 0, 99, 'timeout', now() + interval '1 day'
     from sluice_private.live_executions where id = $1 and id <> $2`,
    "live",
    "a timeout is of something",
  ],
  [
    "a call whose child is gone",
    `with f as (update sluice_private.frames set open = open + 1
       where execution_id = $1 and $2::uuid <> $1)
     insert into sluice_private.calls (organization_id, execution_id, frame_id, step_no, generation,
       version_id, attempt, child_id, input, started_at)
     select organization_id, id, 0, 9, 0, version_id, 1, $2, '{}', now()
     from sluice_private.live_executions where id = $1`,
    "live",
    "a call has a child that will tell it",
  ],
  [
    "a call that is to be tried again without a timer",
    `insert into sluice_private.calls (organization_id, execution_id, frame_id, step_no, generation,
       version_id, attempt, input, started_at)
     select organization_id, id, 0, 9, 0, version_id, 2, '{}', now()
     from sluice_private.live_executions where id = $1 and id <> $2`,
    "live",
    "a suspended step has a timer",
  ],
  [
    "a child whose call has ended",
    `update sluice_private.live_executions set parent_execution_id = $2, parent_frame_id = 0,
       parent_step_no = 2, parent_generation = 0, root_execution_id = $2, depth = 1,
       follows_parent = true
     where id = $1`,
    "live",
    "a child that follows its parent has one",
  ],
  [
    "an execution that is live and ended",
    `insert into sluice_private.executions (organization_id, id, workflow_id, version_id,
       trigger_step, status, input, created_at, finished_at)
     select organization_id, id, workflow_id, version_id, trigger_step, 'failed', input,
       created_at, now()
     from sluice_private.live_executions where id = $1 and id <> $2`,
    "live",
    "an execution is live or finished",
  ],
];

describe("check_invariants", () => {
  test("finds nothing while steps run, wait and are tried again", async ({ db }) => {
    const { live } = await scene(db);
    expect(await execution(db, live)).toMatchObject({ status: "running" });
    expect(await invariants(db)).toEqual([]);
  });

  for (const [fault, plant, where, invariant] of FAULTS) {
    test(`finds ${fault}`, async ({ db }) => {
      const ids = await scene(db);
      const client = await db.admin.connect();
      try {
        await client.query("begin");
        await client.query(plant, [ids.live, ids.ended]);
        const { rows } = await client.query("select * from sluice.check_invariants()");
        const found = rows.filter((row) => row.invariant === invariant);
        expect(found).toMatchObject([{ execution_id: ids[where], detail: expect.any(String) }]);
      } finally {
        await client.query("rollback");
        client.release();
      }
    });
  }

  test("is for operators", async ({ db }) => {
    const call = db.as({ sub: crypto.randomUUID() }, (client) =>
      client.query("select * from sluice.check_invariants()"),
    );
    expect(await codeOf(call)).toBe("42501");
  });
});
