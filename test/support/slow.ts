/** An expression that takes for ever on some inputs, and connections that do not wait for it. */
import type pg from "pg";
import type { TestDatabase } from "./database.ts";
import type { Node } from "./engine.ts";
import { openSession } from "./scenes.ts";

/** Quick, unless the payload is `nested`. */
export const slowChoice: Node = {
  id: "c",
  type: "choice",
  data: {
    cases: [{ port: "x", when: "exists($.trigger.payload.**.**.**.**.** ? (@ == 5))" }],
    default: "y",
  },
};

/** A list in a list, 300 deep. */
export function nested(): unknown {
  let value: unknown = 1;
  for (let depth = 0; depth < 300; depth += 1) value = [value];
  return value;
}

/** As a worker's connection, which never runs a statement for long. */
export async function openHost(db: TestDatabase, ms = 1000): Promise<pg.Client> {
  const session = await openSession(db, "sluice_worker");
  await session.query(`set statement_timeout = '${ms}ms'`);
  return session;
}
