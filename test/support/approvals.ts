/** Organizations of several people, waits that ask them, and what they decide. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { expect, type Claims, type TestDatabase } from "./database.ts";
import {
  createTenant,
  definition,
  manual,
  publish,
  start,
  TestWorker,
  type Node,
} from "./engine.ts";
import { set } from "./scenes.ts";

export interface Person {
  id: string;
  email: string;
  claims: Required<Claims>;
}

/** One more member of an organization. */
export async function addMember(db: TestDatabase, org: string, role = "member"): Promise<Person> {
  const id = randomUUID();
  const email = `${id}@example.test`;
  await db.query("insert into sluice.users (id, email) values ($1, $2)", [id, email]);
  await db.query(
    "insert into sluice.organization_members (organization_id, user_id, role) values ($1, $2, $3)",
    [org, id, role],
  );
  return { id, email, claims: { sub: id, org } };
}

export const ask = (approval: object, data: object = {}): Node => ({
  id: "ask",
  type: "wait",
  data: {
    approval: { assignees: "{{ trigger.payload.people }}", ...approval },
    timeout: "1 h",
    ...data,
  },
});
const ENDS = ["m", "yes", "no", "late"];
const EDGES = [
  "start → ask",
  "ask → m",
  "ask:approved → yes",
  "ask:rejected → no",
  "ask:timeout → late",
];

export interface Scene {
  organizationId: string;
  people: Person[];
  worker: TestWorker;
  /** The execution. */
  id: string;
}

/** Asks so many members; `yes`, `no`, `late` and `m` (main) follow. */
export async function begin(
  db: TestDatabase,
  approval: object = {},
  { count = 3, data = {}, nodes, edges, payload = {} }: Partial<Setting> = {},
): Promise<Scene> {
  const { organizationId } = await createTenant(db);
  const people: Person[] = [];
  while (people.length < count) people.push(await addMember(db, organizationId));
  const workflow = await publish(
    db,
    organizationId,
    definition(
      [manual, ...(nodes ?? [ask(approval, data), ...ENDS.map((id) => set(id))])],
      edges ?? EDGES,
    ),
  );
  const id = await start(db, workflow, {
    people: people.map((person) => person.email),
    ids: people.map((person) => person.id),
    ...payload,
  });
  const worker = await new TestWorker(db.worker).register();
  await worker.pump();
  return { organizationId, people, worker, id };
}

interface Setting {
  count: number;
  /** Of the wait, beside its approval. */
  data: object;
  nodes: Node[];
  edges: string[];
  payload: object;
}

/** The approvals of an execution, in order of their frames. */
export const approvalsOf = (db: TestDatabase, executionId: string) =>
  db.query<{ id: string; status: string; frame_path: string | null; title: string }>(
    "select * from sluice.workflow_approvals where execution_id = $1 order by frame_path, id",
    [executionId],
  );

export async function approvalOf(db: TestDatabase, executionId: string) {
  const [approval] = await approvalsOf(db, executionId);
  expect(approval).toBeDefined();
  return approval!;
}

export const DECIDE = "select status from sluice.decide_approval($1, $2, $3, $4)";

/** Decides as this person. */
export const decide = (
  db: TestDatabase,
  { claims }: Pick<Person, "claims">,
  approvalId: string,
  decision: unknown,
  { comment = null, data }: { comment?: string | null; data?: unknown } = {},
) =>
  db.as(claims, (client) =>
    client.query(DECIDE, [
      ...[approvalId, decision, comment],
      data === undefined ? null : JSON.stringify(data),
    ]),
  );

/** Becomes this person, in a transaction that stays open. */
export async function beginAs(session: pg.Client, { claims }: Person): Promise<void> {
  await session.query("begin");
  await session.query("set local role sluice_member");
  for (const [claim, value] of Object.entries(claims)) {
    await session.query("select set_config($1, $2, true)", [`jwt.claims.${claim}`, value]);
  }
}

/** The events about approvals of an execution: name, and address or status. */
export async function events(db: TestDatabase, executionId: string): Promise<string[]> {
  const rows = await db.query<{ line: string }>(
    `select name || ' ' || coalesce(payload ->> 'email', payload ->> 'status') as line
     from sluice.workflow_events where key = $1 order by created_at`,
    [executionId],
  );
  return rows.map(({ line }) => line);
}

/** The token in the link of an assignee, as a worker that sends it gets it. */
export async function tokenOf(db: TestDatabase, executionId: string, email: string) {
  const [row] = await db.query<{ token: string }>(
    `select sluice_private.reveal_links(organization_id, payload ->> 'token') as token
     from sluice.workflow_events
     where key = $1 and payload ->> 'email' = $2 and name = 'approval.requested'
     order by created_at desc limit 1`,
    [executionId, email],
  );
  return row!.token;
}
