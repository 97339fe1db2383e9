import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { Reader, scene } from "../../support/changes.ts";
import { expect, test } from "../../support/database.ts";
import { endScene, openSession } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

describe("sluice:events", () => {
  test("is notified once a transaction, and only while a server sleeps that is concerned", async ({
    db,
  }) => {
    const { organizationId, workflow, worker } = await scene(db);
    const listener = await openSession(db);
    const heard: (string | undefined)[] = [];
    listener.on("notification", ({ channel, payload }) => heard.push(`${channel}:${payload}`));
    await listener.query('listen "sluice:events"');
    const flush = async () => {
      await listener.query("select");
      return heard.splice(0);
    };
    const startTwo = async () => {
      const client = await openSession(db);
      await client.query("begin");
      for (let n = 0; n < 2; n += 1) {
        await client.query("select sluice.start_workflow($1)", [workflow]);
      }
      await client.query("commit");
    };
    const reader = new Reader(db, { organization: (await scene(db)).organizationId });
    const api = await openSession(db, "sluice_authenticator");
    const feed = randomUUID();
    await startTwo();
    expect(await flush()).toEqual([]);
    await reader.settle();
    await api.query("select sluice_hidden.sleep_feed($1)", [feed]);
    await startTwo();
    expect(await flush()).toEqual([]);
    await new Reader(db, { organization: organizationId }).settle();
    await startTwo();
    expect(await flush()).toEqual(["sluice:events:"]);
    await worker.drain();
    expect(await flush()).toEqual([]);
    await db.query("select sluice.update_workflow($1, 'renamed')", [workflow]);
    expect(await flush()).toEqual(["sluice:events:"]);
    await api.query("select sluice_hidden.wake_feed($1)", [feed]);
    await startTwo();
    expect(await flush()).toEqual([]);
  });
});
