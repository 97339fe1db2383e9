/**
 * Hostile JSON in valid workflows: every execution ends, and whatever is refused is so with a code
 * and a hint. SEED and ATTACKS choose which and how many.
 */
import fc from "fast-check";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { createTenant, defineTestAction, invariants, TestWorker } from "../support/engine.ts";
import { attack, type Attack } from "./hostile.ts";

const SEED = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const ATTACKS = Number(process.env["ATTACKS"] ?? 100);
const ROUNDS = 60;

interface Refused {
  code: string;
  hint?: string;
  message: string;
}

/** The rows, or undefined where the database refuses, as it may; `json` are those that are JSON. */
async function ask<Row>(
  db: TestDatabase,
  text: string,
  values: unknown[],
  json: string[] = [],
): Promise<Row[] | undefined> {
  try {
    return (await db.query(text, values)) as Row[];
  } catch (error) {
    const { code, hint, message } = error as Refused;
    if (code.startsWith("SL") && hint) return undefined;
    for (const one of json) if (!(await isJson(db, one))) return undefined;
    throw new Error(`${code} ${message} from ${text}`, { cause: error });
  }
}

/** Whether the database can read it; if not, no function has seen it. */
const isJson = (db: TestDatabase, text: string): Promise<boolean> =>
  db.query("select $1::jsonb", [text]).then(
    () => true,
    () => false,
  );

/** Publishes and starts; undefined where that was refused. */
async function begin(
  db: TestDatabase,
  organizationId: string,
  { definition, payload, headers }: Attack,
  n: number,
): Promise<string | undefined> {
  const [made] =
    (await ask<{ id: string }>(
      db,
      "select id from sluice.create_workflow($1, $2, '', $3)",
      [`w${n}`, definition, organizationId],
      [definition],
    )) ?? [];
  if (made === undefined) return undefined;
  if ((await ask(db, "select sluice.publish_workflow($1)", [made.id])) === undefined) {
    return undefined;
  }
  const started =
    headers === null
      ? await ask<{ id: string }>(
          db,
          "select id from sluice.start_workflow($1, $2)",
          [made.id, payload],
          [payload],
        )
      : await ask<{ id: string | null }>(
          db,
          `select execution_id as id from sluice.webhook_registrations as hook,
             sluice_private.receive_webhook(
               hook.organization_id, hook.id, null, 'POST', $2, $2, $3, null)
           where hook.workflow_id = $1`,
          [made.id, headers, payload],
          [headers, payload],
        );
  return started?.[0]?.id ?? undefined;
}

/** One round: what can move moves, workers report, events come, time passes. */
async function turn(
  db: TestDatabase,
  worker: TestWorker,
  byId: Map<string, Attack>,
  round: number,
): Promise<void> {
  await worker.pump();
  const leases = await worker.begin();
  await db.query("delete from graphile_worker._private_jobs");
  const reports = leases.map((lease) => {
    const own = byId.get(lease.execution_id)!.reports;
    return own[(round + lease.attempt) % own.length]!;
  });
  await db.worker.query("select sluice_private.complete_steps($1, $2, $3, $4, $5, $6, $7)", [
    ...[worker.id, worker.epoch],
    leases.map((lease) => lease.organization_id),
    leases.map((lease) => lease.execution_id),
    leases.map((lease) => lease.token),
    reports.map(([outcome]) => outcome),
    reports.map(([, text]) => text),
  ]);
  await db.query(
    `update sluice_private.timers set due_at = clock_timestamp() - interval '1 s'
     where kind <> 'deadline'`,
  );
}

/** What is wrong after these attacks, side by side. */
async function judge(db: TestDatabase, attacks: Attack[]): Promise<{ ran: number }> {
  const { organizationId } = await createTenant(db);
  const byId = new Map<string, Attack>();
  for (const [n, one] of attacks.entries()) {
    const id = await begin(db, organizationId, one, n);
    if (id !== undefined) byId.set(id, one);
  }
  const worker = await new TestWorker(db.worker).register(["act"], 10_000);
  for (let round = 0; round < ROUNDS; round += 1) {
    await turn(db, worker, byId, round);
    const { event } = attacks[round % attacks.length]!;
    await ask(
      db,
      "select sluice.emit_event('order.paid', $1, $2, null, $3)",
      [event.payload, event.key, organizationId],
      [event.payload],
    );
    const live = await db.query<{ status: string }>(
      "select status from sluice_private.live_executions where status <> 'paused'",
    );
    if (live.length === 0) break;
  }
  await db.query("delete from sluice_private.workers");
  const stuck = await db.query<{ id: string }>(
    `select id, status, error from sluice_private.live_executions
     where organization_id = $1`,
    [organizationId],
  );
  const [first] = stuck;
  if (first !== undefined) {
    throw new Error(
      `${stuck.length} have not ended: ${JSON.stringify(first)}\n` +
        JSON.stringify(byId.get(first.id)).slice(0, 6000),
    );
  }
  const broken = await invariants(db);
  if (broken.length > 0) throw new Error(JSON.stringify(broken));
  return { ran: byId.size };
}

test(
  `any of ${ATTACKS} executions ends, whatever JSON comes (SEED=${SEED})`,
  { timeout: 30_000 + ATTACKS * 400 },
  async ({ db }) => {
    await defineTestAction(db);
    const attacks = fc.sample(attack, { seed: SEED, numRuns: ATTACKS });
    const begun = performance.now();
    const { ran } = await judge(db, attacks);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`SEED=${SEED}: ${ran} of ${ATTACKS} ran, ${seconds} s`);
    expect(ran).toBeGreaterThan(ATTACKS / 3);
  },
);
