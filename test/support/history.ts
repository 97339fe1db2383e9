/** Finished executions of another time, made by one that has really run. */
import { randomUUID } from "node:crypto";
import type { TestDatabase } from "./database.ts";

/** The tables of an execution's history, by the column that has its id. */
const TABLES: Record<string, string> = {
  "sluice_private.executions": "id",
  "sluice_private.execution_steps": "execution_id",
  "sluice_private.step_attempts": "execution_id",
  "sluice.workflow_execution_logs": "execution_id",
};

/** A version 7 id of some instant. */
export async function idAt(db: TestDatabase, instant: string): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    "select left(sluice_hidden.uuid_floor($1)::text, 14) || '7' || right($2, 21) as id",
    [instant, randomUUID()],
  );
  return row!.id;
}

/** Copies a finished execution with all its rows to another time; answers the id of the copy. */
export async function copyTo(db: TestDatabase, id: string, instant: string): Promise<string> {
  const copy = await idAt(db, instant);
  for (const [table, key] of Object.entries(TABLES)) {
    const changes = { [key]: copy, created_at: instant, finished_at: instant };
    await db.query(
      `insert into ${table}
       select (jsonb_populate_record(t, $2)).* from ${table} as t where t.${key} = $1`,
      [id, JSON.stringify(changes)],
    );
  }
  return copy;
}

/** How many rows of an execution each of its tables has. */
export async function rowsOf(db: TestDatabase, id: string): Promise<number[]> {
  const counts: number[] = [];
  for (const [table, key] of Object.entries(TABLES)) {
    const [row] = await db.query<{ n: number }>(
      `select count(*)::int as n from ${table} where ${key} = $1`,
      [id],
    );
    counts.push(row!.n);
  }
  return counts;
}

/** What a worker does every few seconds, until there is nothing to do. */
export async function maintain(db: TestDatabase, atMost = 200): Promise<number> {
  const text = "update sluice_private.maintenance set next_at = '-infinity'";
  await db.query(`${text}, expired_at = '-infinity'`);
  for (let turns = 0; turns < atMost; turns += 1) {
    const { rows } = await db.worker.query<{ did: boolean }>(
      "select sluice_private.maintain() as did",
    );
    if (!rows[0]!.did) return turns;
  }
  return atMost;
}

/** The partitions of a table, in order of time. */
export async function partitionsOf(db: TestDatabase, table: string): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `select substring(c.relname from '(past|future|[0-9]{4}_[0-9]{2})$') as name
     from pg_inherits as i inner join pg_class as c on c.oid = i.inhrelid
     where i.inhparent = $1::regclass
     order by case when c.relname ~ 'past$' then 0 when c.relname ~ 'future$' then 2 else 1 end, 1`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** As if the database had been there for so many months: empty partitions, in place of one past. */
export async function addMonths(db: TestDatabase, months: number): Promise<void> {
  const since = `${monthsAgo(months).slice(0, 7)}-01T00:00:00Z`;
  await db.query(
    `set role sluice_owner;
     set timezone = 'UTC';
     do $do$
     declare
       v_parent regclass;
       v_old regclass;
       v_name text;
       v_month timestamptz;
     begin
       for v_parent in select h.parent from sluice_private.history_tables() as h loop
         v_name := (select relname from pg_class where oid = v_parent);
         for v_old in select p.partition
           from sluice_private.partitions_until(v_parent, date_trunc('month', now())) as p
         loop
           execute format('drop table %s', v_old);
         end loop;
         perform sluice_private.add_partition(
           v_parent, v_name || '_past', null, sluice_hidden.uuid_floor('${since}')
         );
         perform sluice_private.watch_partition(
           v_parent, to_regclass('sluice_private.' || v_name || '_past')
         );
         for v_month in select generate_series(
           '${since}'::timestamptz, date_trunc('month', now()) - interval '1 month', '1 month'
         ) loop
           perform sluice_private.add_partition(
             v_parent, v_name || to_char(v_month, '"_"YYYY_MM'),
             sluice_hidden.uuid_floor(v_month), sluice_hidden.uuid_floor(v_month + interval '1 month')
           );
         end loop;
       end loop;
     end;
     $do$;
     reset role;
     reset timezone`,
  );
}

/** The instant that is so many months ago, in the middle of the month. */
export function monthsAgo(months: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 15)).toISOString();
}

/** An execution that began at another time and is under way. */
export async function startAt(
  db: TestDatabase,
  workflowId: string,
  instant: string,
): Promise<string> {
  const id = await idAt(db, instant);
  await db.query(
    `select sluice_private.start_executions(
       w.organization_id, w.id, w.live_version_id, t.id, s.step_no, array[$2::uuid],
       array['{ "type": "manual", "payload": {} }'::jsonb])
     from sluice.workflows as w
     inner join sluice.workflow_triggers as t
       on t.organization_id = w.organization_id and t.workflow_id = w.id
     inner join sluice.workflow_steps as s
       on s.organization_id = w.organization_id and s.version_id = w.live_version_id
       and s.type = 'trigger'
     where w.id = $1`,
    [workflowId, id],
  );
  return id;
}
