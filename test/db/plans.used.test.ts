/**
 * Tables of what is under way are mostly empty, and vacuumed when they are: whoever plans then is
 * told that there is at most one row. All ways of reading it seem to cost the same.
 */
import { describe } from "vitest";
import { addCrowd, vacuumHot } from "../support/crowd.ts";
import { test as base } from "../support/database.ts";
import { expectKeys, openScene, openSessions, workThrough, type Scene } from "../support/doors.ts";

const CROWD = 20_000;

const test = base.extend("scene", { scope: "file" }, async ({ db }): Promise<Scene> => {
  const scene = await openScene(db);
  await workThrough(db, scene);
  const { host, worker } = scene.sessions;
  await host.query("select sluice_private.unregister_worker($1, $2)", [worker.id, worker.epoch]);
  await vacuumHot(db);
  return { ...scene, sessions: await openSessions(db) };
});

describe("the doors, in a session that planned when the tables had been emptied and vacuumed", () => {
  test("find every row by its key while they are empty", async ({ db, scene }) => {
    await expectKeys(db, scene);
  });

  test(
    "find every row by its key among very many others",
    { timeout: 180_000 },
    async ({ db, scene }) => {
      await addCrowd(db, scene.crowd, [1, CROWD], [1, CROWD / 20]);
      await expectKeys(db, scene);
      await expectKeys(db, { ...scene, sessions: await openSessions(db) });
    },
  );
});
