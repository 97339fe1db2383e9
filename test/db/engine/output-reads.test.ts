import { randomBytes } from "node:crypto";
import { describe } from "vitest";
import { foreach, within } from "../../support/containers.ts";
import { expect, test } from "../../support/database.ts";
import { start } from "../../support/engine.ts";
import { endExecutions, endScene, openSession, set, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

describe("the payload of the trigger, for an output", () => {
  test.for([
    ["is left where it is, if it reads none", "{{ item }}", false],
    ["is loaded, if it reads some", "{{ trigger.payload.n }} {{ item }}", true],
  ] as const)("%s", async ([, output, reads], { db }) => {
    const items = Array.from({ length: 20 }, (_, n) => n);
    const workflow = await workflowOf(
      db,
      [foreach("each", { items, concurrency: 20 }), ...within("each", set("a", {}, { output }))],
      ["start → each"],
    );
    await start(db, workflow, { n: 1, text: randomBytes(200_000).toString("base64") });
    const session = await openSession(db);
    await session.query("begin");
    await session.query("select sluice_private.advance_batch(10)");
    const { rows } = await session.query<{ n: number }>(
      `select pg_stat_get_xact_blocks_fetched(reltoastrelid)::int as n
       from pg_class where oid = 'sluice_private.live_executions'::regclass`,
    );
    await session.query("commit");
    // each time it is loaded it is over thirty blocks
    expect(rows[0]!.n > 20 * items.length).toBe(reads);
  });
});
