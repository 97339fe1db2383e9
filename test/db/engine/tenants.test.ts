import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { definition, manual } from "../../support/engine.ts";
import { codeOf, endScene, set } from "../../support/scenes.ts";
import { scene, type Scene, type Tenant } from "../../support/tenants.ts";

test.afterEach(({ db }) => endScene(db));

/** What is in each table, as a hash. */
async function contents(db: TestDatabase): Promise<Record<string, string>> {
  const tables = await db.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relnamespace in ('sluice'::regnamespace, 'sluice_private'::regnamespace)
       and relkind in ('r', 'p') and not relispartition`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db.query<{ hash: string }>(
      `select count(*) || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash
       from ${name} as t`,
    );
    found[name] = row!.hash;
  }
  return found;
}

const relations = (db: TestDatabase) =>
  db.query<{ name: string; organization: string }>(
    `select c.oid::regclass::text as name,
       case when a.attname is null then 'id' else 'organization_id' end as organization
     from pg_class as c
     left join pg_attribute as a on a.attrelid = c.oid and a.attname = 'organization_id'
     where c.relnamespace = 'sluice'::regnamespace and c.relkind in ('r', 'p', 'v')
     order by 1`,
  );

const DRAFT = JSON.stringify(definition([manual, set("a")], ["start → a"]));
const theirOrganization = ({ theirs }: Scene) => [theirs.organizationId];

/** Every function of the API that names something; how it fails for who may not see that. */
const CALLS: [string, (scene: Scene) => unknown[], string][] = [
  ["start_workflow($1)", ({ workflow }) => [workflow], "SLNTF"],
  ["start_workflow($1, '{}', 'key')", ({ workflow }) => [workflow], "SLNTF"],
  ["start_workflows($1, '[{}, {}]')", ({ workflow }) => [workflow], "SLNTF"],
  ["cancel_execution($1)", ({ live }) => [live], "SLNTF"],
  ["cancel_execution($1)", ({ ended }) => [ended], "SLNTF"],
  ["erase_execution($1)", ({ ended }) => [ended], "SLNTF"],
  ["set_retention('1 day', $1)", ({ theirs }) => [theirs.organizationId], "SLFRB"],
  ["retry_execution($1)", ({ ended }) => [ended], "SLNTF"],
  ["retry_execution($1, 'a')", ({ live }) => [live], "SLNTF"],
  ["pause_execution($1)", ({ live }) => [live], "SLNTF"],
  ["resume_execution($1)", ({ live }) => [live], "SLNTF"],
  ["simulate_workflow($1)", ({ workflow }) => [workflow], "SLNTF"],
  ["complete_step($1, 'a')", ({ live }) => [live], "SLNTF"],
  ["skip_step($1, 'a')", ({ live }) => [live], "SLNTF"],
  ["cancel_step($1, 'a')", ({ live }) => [live], "SLNTF"],
  ["emit_event('x', '{}', null, 'key', $1)", theirOrganization, "SLFRB"],
  ["replay_event($1)", ({ event }) => [event], "SLNTF"],
  ["set_trigger_enabled($1, false)", ({ trigger }) => [trigger], "SLNTF"],
  ["start_bulk_operation('replay', '{}', '{}', $1)", theirOrganization, "SLFRB"],
  ["watch_table('public.something', organization_id => $1)", theirOrganization, "SLFRB"],
  ["unwatch_table('theirs', $1)", theirOrganization, "SLFRB"],
  ["redeliver($1)", ({ delivery }) => [delivery], "SLNTF"],
  ["listen_for_delivery($1, 'hook')", ({ hooked }) => [hooked], "SLNTF"],
  ["decide_approval($1, 'approved')", ({ approval }) => [approval], "SLNTF"],
  ["delegate_approval($1, $2)", ({ approval, ours }) => [approval, ours.userId], "SLNTF"],
  ["set_calendar('de', 'UTC', '{}', organization_id => $1)", theirOrganization, "SLFRB"],
  ["delete_calendar('de', $1)", theirOrganization, "SLFRB"],
  ["pause_schedule($1)", ({ schedule }) => [schedule], "SLNTF"],
  ["resume_schedule($1)", ({ schedule }) => [schedule], "SLNTF"],
  ["poll_now($1)", ({ polling }) => [polling], "SLNTF"],
  ["set_limit('all', 1, organization_id => $1)", theirOrganization, "SLFRB"],
  ["remove_limit('all', $1)", theirOrganization, "SLFRB"],
  ["check_workflow_rate_limit($1)", theirOrganization, "SLFRB"],
  ["start_bulk_operation('cancel', '{}', '{}', $1)", theirOrganization, "SLFRB"],
  ["cancel_bulk_operation($1)", ({ operation }) => [operation], "SLNTF"],
  ["redrive('{}', null, '{}', $1)", theirOrganization, "SLFRB"],
  ["pause_organization($1)", theirOrganization, "SLFRB"],
  ["resume_organization($1)", theirOrganization, "SLFRB"],
  ["execution_changes(null, $1)", ({ workflow }) => [workflow], "SLNTF"],
  ["execution_changes(null, null, $1)", theirOrganization, "SLFRB"],
  ["get_next_queued_workflow('w', $1)", theirOrganization, "SLFRB"],
  ["acquire_queue_lock($1, 'w')", ({ item }) => [item], "SLNTF"],
  ["release_queue_lock($1, 'completed')", ({ item }) => [item], "SLNTF"],
  ["publish_workflow($1)", ({ workflow }) => [workflow], "SLNTF"],
  ["update_workflow($1, 'mine now')", ({ workflow }) => [workflow], "SLNTF"],
  ["update_workflow($1, null, $2)", ({ workflow }) => [workflow, DRAFT], "SLNTF"],
  ["set_workflow_status($1, 'disabled')", ({ workflow }) => [workflow], "SLNTF"],
  ["set_variable('x', '1', $1)", ({ workflow }) => [workflow], "SLNTF"],
  ["set_variable('x', '1', null, $1)", theirOrganization, "SLFRB"],
  ["forget_cached_results('act', $1)", theirOrganization, "SLFRB"],
  ["create_workflow('x', $1, '', $2)", ({ theirs }) => [DRAFT, theirs.organizationId], "SLFRB"],
];
/** What a viewer may ask, too. */
const QUESTIONS: typeof CALLS = [
  ["why_waiting($1)", ({ live }) => [live], "SLNTF"],
  ["next_runs($1)", ({ schedule }) => [schedule], "SLNTF"],
  [
    `preview_schedule('scheduled_time', '{"interval": "1 h"}', 1, null, $1)`,
    theirOrganization,
    "SLFRB",
  ],
];

describe("another organization", () => {
  for (const [call, args, code] of [...CALLS, ...QUESTIONS]) {
    test(`cannot be reached by ${call.replace(/\(.*/, "")} with ${code}: ${call}`, async ({
      db,
    }) => {
      const found = await scene(db);
      const before = await contents(db);
      const asOurs = db.as(found.ours.claims, (client) =>
        client.query(`select sluice.${call}`, args(found)),
      );
      expect(await codeOf(asOurs)).toBe(code);
      const posing = { ...found.ours.claims, org: found.theirs.organizationId };
      const asPosing = db.as(posing, (client) =>
        client.query(`select sluice.${call}`, args(found)),
      );
      expect(await codeOf(asPosing)).toBe(code);
      expect(await contents(db)).toEqual(before);
    });
  }

  test("is tried with every function of the API that names something", async ({ db }) => {
    const free = [
      ...["condition_operators", "expression_filters", "next_cron_instant"],
      ...["create_organization", "validate_definition", "validate_workflow_data"],
      // computed columns of a row that whoever asks can see
      ...["trigger_count", "success_count", "failure_count", "last_triggered_at"].map(
        (column) => `workflow_triggers_${column}`,
      ),
    ];
    const calls = [...CALLS, ...QUESTIONS].map(([call]) => call.replace(/\(.*/, ""));
    const tried = new Set([...free, ...calls]);
    const callable = await db.query<{ name: string }>(
      `select distinct proname as name from pg_proc
       where pronamespace = 'sluice'::regnamespace
         and has_function_privilege('sluice_member', oid, 'execute')`,
    );
    expect(callable.map((row) => row.name).filter((name) => !tried.has(name))).toEqual([]);
  });

  test("cannot be written to by a token that merely names it", async ({ db }) => {
    const { ours, theirs } = await scene(db);
    const before = await contents(db);
    const posing = { ...ours.claims, org: theirs.organizationId };
    for (const call of ["create_workflow('x')", "emit_event('x')", "set_variable('x', '1')"]) {
      const made = db.as(posing, (client) => client.query(`select sluice.${call}`));
      expect(await codeOf(made)).toBe("SLFRB");
    }
    expect(await contents(db)).toEqual(before);
  });

  test("has rows in every relation, of which nobody else reads one", async ({ db }) => {
    const { ours, theirs } = await scene(db);
    const others = /^sluice\.(workflow_(action|trigger)_definitions|workers)$/;
    const read = (tenant: Tenant, name: string, where: string) =>
      db.as(tenant.claims, async (client) => {
        const { rows } = await client.query(
          `select count(*)::int as n from ${name} where ${where}`,
        );
        return rows[0].n as number;
      });
    const all = await relations(db);
    for (const { name, organization } of all.filter((one) => !others.test(one.name))) {
      const id = name === "sluice.users" ? theirs.userId : theirs.organizationId;
      const where = `${organization} = '${id}'`;
      expect(await read(theirs, name, where), `${name}, read by its own`).toBeGreaterThan(0);
      expect(await read(ours, name, where), `${name}, read by others`).toBe(0);
    }
  });

  test("cannot be written to in any table, whoever asks", async ({ db }) => {
    const [row] = await db.query<{ writable: string[] }>(
      `select coalesce(array_agg(c.oid::regclass::text || ' by ' || role), '{}') as writable
       from pg_class as c,
         unnest(array['sluice_member', 'sluice_visitor', 'sluice_worker']) as role
       where c.relnamespace in ('sluice'::regnamespace, 'sluice_private'::regnamespace)
         and c.relkind in ('r', 'p', 'v')
         and has_table_privilege(role, c.oid, 'insert, update, delete, truncate')`,
    );
    expect(row!.writable).toEqual([]);
  });
});

describe("a visitor", () => {
  test("reads nothing and calls nothing", async ({ db }) => {
    await scene(db);
    for (const { name } of await relations(db)) {
      const reading = db.as(undefined, (client) => client.query(`select from ${name} limit 1`));
      expect([name, await codeOf(reading)]).toEqual([name, "42501"]);
    }
    const starting = db.as(undefined, (client) =>
      client.query("select sluice.start_workflow(gen_random_uuid())"),
    );
    expect(await codeOf(starting)).toBe("42501");
  });
});

describe("a viewer", () => {
  test("reads what the organization has, and may neither run nor edit", async ({ db }) => {
    const found = await scene(db);
    await db.query(
      `insert into sluice.organization_members (organization_id, user_id, role)
       values ($1, $2, 'viewer')`,
      [found.theirs.organizationId, found.ours.userId],
    );
    const before = await contents(db);
    for (const [call, args] of CALLS) {
      if (call.startsWith("execution_changes")) continue;
      const made = db.as(found.ours.claims, (client) =>
        client.query(`select sluice.${call}`, args(found)),
      );
      expect([call, await codeOf(made)]).toEqual([call, "SLFRB"]);
    }
    expect(await contents(db)).toEqual(before);
    for (const [call, args] of QUESTIONS) {
      await db.as(found.ours.claims, (client) =>
        client.query(`select sluice.${call}`, args(found)),
      );
    }
    const seen = await db.as(found.ours.claims, (client) =>
      client.query("select from sluice.workflow_executions where id = any($1)", [
        [found.live, found.ended],
      ]),
    );
    expect(seen.rowCount).toBe(2);
  });
});
