import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { createTenant, start } from "../support/engine.ts";
import { act, endExecutions, endScene, workflowOf } from "../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** Calls, with $1 an execution and $2 its organization: the code, and what is said, hint included. */
const WRONG: [string, string, RegExp][] = [
  [
    "sluice.cancel_step($1, 'nope')",
    "SLNTF",
    /^execution \S+ has no step nope that has begun \| See node_id and frame_path of .*\.$/,
  ],
  [
    `sluice.skip_step('${randomUUID()}', 'a')`,
    "SLNTF",
    /^execution \S+ does not exist \| List sluice.workflow_executions/,
  ],
  ["sluice.set_retention('90 days')", "SLVAL", /^a retention needs an organization \| Name it: /],
  [
    "sluice.set_limit('crm', concurrency => 1)",
    "SLVAL",
    /^a limit needs an organization \| Name it: /,
  ],
  ["sluice.complete_step(null, 'a', '{}')", "SLNTF", /^execution null does not exist \| /],
  [
    "sluice.set_trigger_enabled((select id from sluice.workflow_triggers limit 1), null)",
    "SLVAL",
    /^is_enabled must be true or false \| /,
  ],
  ...["{NULL}", "{2026-12-25,infinity}", "{-infinity}"].map((days): [string, string, RegExp] => [
    `sluice.set_calendar('c', 'UTC', '{"mon": [{"from": "09:00", "to": "17:00"}]}', '${days}', $2)`,
    "SLVAL",
    /^a holiday must be a day, such as 2026-12-25 \| /,
  ]),
  [
    "sluice.preview_schedule('schedule_time', '{}')",
    "SLVAL",
    /^schedule_time is no trigger that time fires \| Give one of .*scheduled_time.*, and its config\.$/,
  ],
  ["sluice.preview_schedule('scheduled_time', '[]')", "SLVAL", /^config must be an object \| /],
  ...["-1", "0", "1001", "null"].map((count): [string, string, RegExp] => [
    `sluice.preview_schedule('scheduled_time', '{"interval": "1 hour"}', ${count})`,
    "SLVAL",
    /^at_most must be from 1 to 1,000 \| /,
  ]),
];

async function answerOf(db: TestDatabase, call: string, ids: string[]): Promise<[string, string]> {
  const [id, organizationId] = ids;
  const text = call.replaceAll("$1", `'${id}'`).replaceAll("$2", `'${organizationId}'`);
  const error = await db.query(`select ${text}`).then(
    () => ({ code: "none", message: "", hint: "" }),
    (reason: unknown) => reason as { code: string; message: string; hint: string },
  );
  return [error.code, `${error.message} | ${error.hint}`];
}

describe("what is wrong with a call", () => {
  test.for(WRONG)("is said: %s", async ([call, code, text], { db }) => {
    const { organizationId } = await createTenant(db);
    const id = await start(db, await workflowOf(db, [act("a")], ["start → a"]));
    expect(await answerOf(db, call, [id, organizationId])).toEqual([
      code,
      expect.stringMatching(text),
    ]);
  });
});
