/** A workflow of everything, and workflows that its events start. */
import { call } from "./calls.ts";
import type { TestDatabase } from "./database.ts";
import { definition, manual } from "./engine.ts";
import { act, set } from "./scenes.ts";
import { listen } from "./triggers.ts";

/** Every kind of thing an execution can do. */
export const DRAFT = definition(
  [
    manual,
    { id: "hook", type: "trigger", data: { trigger: "webhook_received", config: { path: "in" } } },
    act("a", { retry: { max_attempts: 2, initial: "1 ms", max: "1 ms" } }),
    {
      id: "size",
      type: "choice",
      data: { default: "small", cases: [{ port: "big", when: "$.steps.a.output.n > 10" }] },
    },
    act("b", { input: { n: "{{ steps.a.output.n }}" } }),
    set("c"),
    { id: "pause", type: "wait", data: { for: "1 ms" } },
    {
      id: "say",
      type: "action",
      data: {
        action: "log_activity",
        join: { kind: "any" },
        input: { description: "n is {{ steps.a.output.n | default(0) }}" },
      },
    },
    {
      id: "paid",
      type: "wait",
      data: {
        timeout: "1 ms",
        events: [{ port: "paid", name: "order.paid", match: "{{ steps.a.output.n }}" }],
      },
    },
    call("sub", { run_if: "$.trigger.payload.n == 1" }),
    call("go", { wait: false, run_if: "$.trigger.payload.n == 1" }),
    { id: "stop", type: "end", data: { scope: "execution", output: "{{ steps.a.output.n }}" } },
  ],
  [
    ...["start → a", "hook → a", "a → size", "a → pause", "a:error → c"],
    ...["size:big → b", "size:small → c", "b → say", "pause → say", "say → stop"],
    ...["a → paid", "start → sub", "a → go"],
  ],
  { timeout: "1 hour" },
);
/** Workflows that an `order.paid` starts, each in its way, and one that such a start does. */
export async function listenInMany(db: TestDatabase, organizationId: string): Promise<void> {
  const listening = (config: object, settings?: object) =>
    listen(
      db,
      organizationId,
      { trigger: "event", config: { name: "order.*", ...config } },
      settings,
    );
  await listening({ batch: { size: 2, within: "1 s" } });
  await listening({ debounce: { for: "1 s" } });
  await listening({ throttle: { count: 2, per: "1 s" } });
  const once = await listening(
    {},
    { enrolment: { key: "trigger.event.id", exit_on: [{ event: "order.paid" }] } },
  );
  await listen(db, organizationId, {
    trigger: "workflow_finished",
    config: { workflows: [once] },
  });
}
