import { describe } from "vitest";
import { expect, test } from "../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  invariants,
  manual,
  publish,
  start,
  stepStatuses,
  TestWorker,
} from "../support/engine.ts";

const act = (id: string, data: object = {}) => ({
  id,
  type: "action",
  data: { action: "act", ...data },
});

describe("an execution", () => {
  test("takes one port of a choice, skips the other, and joins again", async ({ db }) => {
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const workflow = await publish(
      db,
      organizationId,
      definition(
        [
          manual,
          {
            id: "size",
            type: "choice",
            data: {
              default: "small",
              cases: [{ port: "big", when: "$.trigger.payload.n > 10" }],
            },
          },
          act("big", { input: { n: "{{ trigger.payload.n }}" } }),
          { id: "small", type: "action", data: { action: "data.set", input: { ok: true } } },
          { id: "done", type: "end", data: { output: { big: "{{ steps.big.output.n }}" } } },
        ],
        ["start → size", "size:big → big", "size:small → small", "big → done", "small → done"],
      ),
    );
    const worker = await new TestWorker(db.worker).register();
    const id = await start(db, workflow, { n: 11 });
    await worker.drain((lease) => ({ n: (JSON.parse(lease.input) as { n: number }).n * 2 }));
    expect(await stepStatuses(db, id)).toEqual({
      start: "completed",
      size: "completed",
      big: "completed",
      small: "skipped",
      done: "completed",
    });
    expect(await execution(db, id)).toMatchObject({ status: "completed", output: { big: 22 } });
    expect(await invariants(db)).toEqual([]);
  });
});
