/** Calls that nobody should make: each argument null, or the worst that its type allows. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { TestDatabase } from "./database.ts";
import type { Scene } from "./tenants.ts";

const BIG = 3_000_000;
const DEEP = 3000;
const SHOWN = 60;

/** By type; each as a literal of it. */
const HOSTILE: Record<string, readonly string[]> = {
  uuid: ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
  text: [
    ...[
      "",
      " ",
      "\\",
      "'; drop table sluice.workflows; --",
      '"',
      "%s %I %1$s %",
      "a\nb\tc\r\u0001",
    ],
    ...["{{ boom", "{{ 1 / 0 }}", "$.[", "😀\u202e\ufffd", "-1", "null", "x".repeat(10_000)],
    "x".repeat(BIG),
  ],
  jsonb: [
    ...["null", "true", "1e1000", '""', '"x"', "[]", "{}", "[null]", '[[{"a": [null]}]]'],
    ...['{"": null}', '{"nodes": [null, 1, {}], "edges": 7}', '{"ids": [null, "x"]}'],
    ...['{"ids": {}}', '{"statuses": 1}', '{"created_after": "soon"}', '{"workflow_id": "x"}'],
    ...['{"created_before": {}}', '{"name": [1]}', '{"reason": {}, "scope": 1, "output": 1}'],
    ...['{"created_after": "infinity", "created_before": "-infinity"}'],
    ...['{"interval": "170000000 years"}', '{"cron_expression": "* * 99 * *"}'],
    ...['{"interval": "1 s", "start_date": "294276-12-31T00:00Z", "timezone": "Mars"}'],
    ...['{"\\ud83d\\ude00": "\\u0001"}', `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`],
    JSON.stringify({ big: "x".repeat(BIG) }),
  ],
  integer: ["0", "-1", "2147483647", "-2147483648"],
  bigint: ["0", "-1", "9223372036854775807"],
  boolean: ["true", "false"],
  interval: ["0", "-1 day", "170000000 years", "-170000000 years", "1 microsecond"],
  "timestamp with time zone": ["infinity", "-infinity", "294276-12-31 UTC", "4713-01-01 UTC BC"],
  "double precision": ["NaN", "Infinity", "-Infinity", "0", "-1", "1e308", "1e-308"],
  "text[]": ["{}", "{NULL}", "{{a,b},{c,d}}", '{""}', `{${"x,".repeat(5000)}x}`],
  "uuid[]": ["{}", "{NULL}", "{{00000000-0000-0000-0000-000000000000}}"],
  "bigint[]": ["{}", "{NULL}", "{{1},{2}}"],
  "integer[]": ["{}", "{NULL}", "{-1}"],
  "date[]": ["{}", "{NULL}", "{infinity,-infinity}", "{5874897-12-31}", "{{2026-01-01}}"],
  regclass: ["0", "4294967295", "pg_class", "sluice.workflows", "pg_class_oid_index"],
  regprocedure: ["0", "4294967295", "now()"],
  bytea: ["", "\\x00ff"],
};

type Values = Record<string, (found: Scene) => string | null>;

/** What arguments of these names usually are; those that are not here have their default. */
const USUAL: Values = {
  action: () => "act",
  approval_id: ({ approval }) => approval,
  config: () => '{"interval": "1 h"}',
  date_column: () => "on_date",
  decision: () => "approved",
  email: ({ ours }) => `${ours.userId}@example.test`,
  event_id: ({ event }) => event,
  execution_id: ({ live }) => live,
  expression: () => "0 9 * * *",
  filter: () => '{"ids": []}',
  hours: () => '{"mon": [{"from": "09:00", "to": "17:00"}]}',
  inputs: () => "[{}, {}]",
  kind: () => "pause",
  name: () => "all",
  node_id: () => "a",
  operation_id: ({ operation }) => operation,
  organization_id: ({ theirs }) => theirs.organizationId,
  queue_id: ({ item }) => item,
  relation: () => "public.something",
  retention: () => "30 days",
  schedule_id: ({ schedule }) => schedule,
  slug: () => "something",
  status: () => "completed",
  trigger: () => "scheduled_time",
  trigger_id: ({ polling }) => polling,
  user_id: ({ theirs }) => theirs.userId,
  value: () => "1",
  weight: () => "2",
  worker_id: () => "w",
  workflow_id: ({ workflow }) => workflow,
  zone: () => "UTC",
};
const OWN: Record<string, Values> = {
  add_member: { user_id: ({ ours }) => ours.userId },
  delete_calendar: { name: () => "de" },
  erase_execution: { execution_id: ({ ended }) => ended },
  listen_for_delivery: { workflow_id: ({ hooked }) => hooked, node_id: () => "hook" },
  register_worker: {
    ...{ worker_id: () => randomUUID(), host: () => "h", pid: () => "1" },
    ...{ actions: () => "{act}", concurrency: () => "1" },
  },
  redeliver: { event_id: ({ delivery }) => delivery },
  retry_execution: { execution_id: ({ ended }) => ended },
  set_limit: { concurrency: () => "5" },
  set_trigger_enabled: { trigger_id: ({ trigger }) => trigger, is_enabled: () => "false" },
  set_workflow_status: { status: () => "disabled" },
  unwatch_table: { object: () => "theirs" },
  update_workflow: { name: () => "another" },
  validate_definition: { definition: () => "{}" },
  watch_dates: { relation: () => "public.dated" },
};

interface Callable {
  name: string;
  parameters: string[];
  types: string[];
  /** How many have no default. */
  required: number;
}

/** Functions with one argument after the other made hostile, the others as usual. */
export class HostileCalls {
  readonly #found: Scene;
  readonly #client: pg.Client;
  readonly #prologue: string;
  constructor(found: Scene, client: pg.Client, prologue = "") {
    this.#found = found;
    this.#client = client;
    this.#prologue = prologue;
  }

  static async callable(db: TestDatabase, schema: string, role: string): Promise<Callable[]> {
    return db.query<Callable>(
      `select p.proname as name, coalesce(p.proargnames[:p.pronargs], array_fill(''::text, array[p.pronargs])) as parameters,
         array(
           select format_type(type, null) from unnest(p.proargtypes) with ordinality as a (type, n)
           order by n
         ) as types,
         p.pronargs - p.pronargdefaults as required
       from pg_proc as p
       where p.pronamespace = $1::regnamespace and has_function_privilege($2, p.oid, 'execute')
         and p.prorettype <> 'trigger'::regtype and p.provariadic = 0
         -- computed columns take a row of a table
         and not exists (
           select from pg_type as type where type.oid = any (p.proargtypes) and type.typtype = 'c'
         )
       order by p.proname`,
      [schema, role],
    );
  }

  /** How it went wrong otherwise than by an error of Sluice's own. */
  async rawErrors(
    schema: string,
    { name, parameters, types, required }: Callable,
    which: "all" | "nulls" = "all",
  ) {
    const usual = parameters.map(
      (parameter, index) =>
        (OWN[name]?.[parameter] ?? USUAL[parameter])?.(this.#found) ??
        (index < required ? null : undefined),
    );
    const variants = types.flatMap((type, index) =>
      [null, ...(which === "nulls" ? [] : HOSTILE[type]!)].map((value) => usual.with(index, value)),
    );
    const problems: string[] = [];
    for (const values of [usual, parameters.map(() => null), ...variants]) {
      const given = parameters.flatMap((parameter, index) =>
        values[index] === undefined ? [] : [{ parameter, index, value: values[index] }],
      );
      const list = given.map(
        ({ parameter, index }, place) =>
          `${parameter && `"${parameter}" => `}$${place + 1}::${types[index]}`,
      );
      const problem = await this.#try(
        `select * from ${schema}.${name}(${list.join(", ")})`,
        given.map(({ value }) => value),
      );
      const shown = given.map(
        ({ parameter, value }) => `${parameter} => ${value?.slice(0, SHOWN) ?? null}`,
      );
      if (problem !== undefined) problems.push(`${name}(${shown.join(", ")}): ${problem}`);
    }
    return problems;
  }

  async #try(text: string, values: (string | null)[]): Promise<string | undefined> {
    await this.#client.query(`begin; ${this.#prologue}`);
    try {
      await this.#client.query(text, values);
      return undefined;
    } catch (error) {
      const { code, message, hint } = error as { code?: string; message: string; hint?: string };
      const isOurs = code?.startsWith("SL") === true && (hint ?? "") !== "";
      // what a null leaves of a message
      const hasGap = message.trim() === "" || /\S {2}\S| $/.test(message);
      return isOurs && !(hasGap && values.includes(null)) ? undefined : `${code} ${message}`;
    } finally {
      await this.#client.query("rollback");
    }
  }
}
