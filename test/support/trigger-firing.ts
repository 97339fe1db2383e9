/** The ways in which tests have a trigger fire: each publishes its workflow, and answers the id. */
import type { crmScene } from "./crm.ts";
import type { TestDatabase } from "./database.ts";
import { defineTestAction, definition, manual, publish, start, TestWorker } from "./engine.ts";
import { deliver, serveHook } from "./hooks.ts";
import { Polled, report } from "./polls.ts";
import { act } from "./scenes.ts";
import { Clock } from "./schedules.ts";
import { pass } from "./triggers.ts";

export type Scene = Awaited<ReturnType<typeof crmScene>> & { db: TestDatabase };

export interface Type {
  /** Those of trigger.payload; of `trigger` those that are beside it. */
  fields: string;
  beside?: string;
  /** Publishes a workflow that this type of trigger starts, and has it fire; answers its id. */
  fire: (type: string, scene: Scene) => Promise<string>;
}

export const TIMES = { starts_at: "2026-03-03T10:00Z", ends_at: "2026-03-03T11:00Z" };

/** Heard, and then made to happen. */
export const heard =
  (config: object, happen: (scene: Scene) => Promise<unknown>): Type["fire"] =>
  async (type, scene) => {
    const workflow = await scene.hear(type, config as Record<string, unknown>);
    await happen(scene);
    return workflow;
  };

/** Something is there, and then changes. */
export const changed =
  (config: object, table: string, row: (scene: Scene) => object, to: Record<string, unknown>) =>
  async (type: string, scene: Scene) => {
    const id = await scene.add(table, row(scene) as Record<string, unknown>);
    const workflow = await scene.hear(type, config as Record<string, unknown>);
    await scene.change(table, id, to);
    return workflow;
  };

/** Scheduled at noon of 1 March, and then that instant comes. */
export const timed =
  (
    config: object,
    instant: string,
    prepare: (scene: Scene) => Promise<unknown> = async () => {},
  ): Type["fire"] =>
  async (type, scene) => {
    const clock = await Clock.at(scene.db, "2026-03-01T12:00Z");
    const { workflow } = await clock.publishFor(scene.organization_id, type, config);
    await prepare(scene);
    await clock.set(instant);
    await clock.fire();
    return workflow;
  };

/** Another workflow of the organization runs, and ends so. */
export const followed =
  (config: object, outcome: object): Type["fire"] =>
  async (type, scene) => {
    const { db, organization_id } = scene;
    await defineTestAction(db);
    const first = definition([manual, act("a", { retry: { max_attempts: 1 } })], ["start → a"]);
    const other = await publish(db, organization_id, first, "first");
    const workflow = await scene.hear(type, config as Record<string, unknown>);
    await start(db, other);
    const worker = await new TestWorker(db.worker).register();
    await worker.drain(() => outcome);
    await pass(db, "2 hours");
    await worker.drain();
    return workflow;
  };

/** A request comes to its door. */
export const posted =
  (config: object, body: object): Type["fire"] =>
  async (trigger, { db, organization_id: organizationId, userId }) => {
    const tenant = { organizationId, userId };
    const { url, workflowId } = await serveHook(db, { ...config }, { trigger, tenant });
    const form = new URLSearchParams(body as Record<string, string>);
    if (trigger === "form_submitted") await fetch(url, { method: "POST", body: form });
    else await deliver(url, body);
    return workflowId;
  };

/** A worker answers its poll. */
export const polled =
  (config: object, answer: object, body?: unknown): Type["fire"] =>
  async (type, { db, organization_id }) => {
    const poll = await Polled.by(db, config, type, organization_id);
    await report(db.worker, await poll.claim(), answer, body);
    return poll.workflow;
  };

export const segment = (leaves: boolean) => async (type: string, scene: Scene) => {
  const { db, contactId, change, hear } = scene;
  const look = async () => {
    await db.query("update sluice_private.trigger_timers set due_at = clock_timestamp()");
    await (await new TestWorker(db.worker).register()).drain();
  };
  await change("contacts", contactId, { score: leaves ? 90 : 1 });
  const condition = "$.trigger.payload.record.score >= 80";
  const workflow = await hear(type, { object: "crm.contacts", condition });
  await look();
  await change("contacts", contactId, { score: leaves ? 1 : 90 });
  await look();
  return workflow;
};
