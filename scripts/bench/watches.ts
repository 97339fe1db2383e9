/**
 * npm run bench:watches -- [--rounds 8] [--operation updated] [--sizes 1,1000]
 * What a watch costs the writer: updates of crm.contacts, of which every row changes its status
 * (or inserts, or deletes), with and without the watch, in turns; none is always the first after a
 * vacuum. The median of the backend's own CPU time and of the wall clock, as a markdown table.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type pg from "pg";
import { installCrm } from "../crm.ts";
import { withMigratedDatabase } from "../scratch.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "8" },
    operation: { type: "string", default: "updated" },
    sizes: { type: "string", default: "1,1000" },
  },
});
const ROUNDS = Number(values.rounds);
const EVENT = `record.${values.operation}:crm.contacts`;
const CONTACTS = 50_000;
/** To watch is DDL: what a session has planned is planned again after it. */
const WARM = 6;
const TURNS = 5;

const UNWATCH = "select sluice.unwatch_table(object) from sluice.watched_tables";
const WATCH = "select sluice.watch_table('crm.contacts'";
/** Of a trigger for changes of the status, or of something else. */
const subscribe = (fields: string) => `
  insert into sluice_private.record_subscriptions
  select organization_id, id, 'start', '${EVENT}',
    sluice_private.event_topic(organization_id, '${EVENT}'), null, '${fields}'
  from sluice.workflows`;

const VARIANTS: Record<string, string[]> = {
  "not watched": [],
  "watched, nobody asks": [`${WATCH})`],
  "one subscriber, whole rows": [`${WATCH})`, subscribe("{status}")],
  "one subscriber, ten columns and the key": [
    `${WATCH}, columns => '{first_name,last_name,email,phone,company_id,status,score,source,owner_id,last_contacted_at}')`,
    subscribe("{status}"),
  ],
  "one subscriber, three columns and the key": [
    `${WATCH}, columns => '{status,email,owner_id}')`,
    subscribe("{status}"),
  ],
  "one subscriber, to another column": [`${WATCH})`, subscribe("{score}")],
};

const STATEMENTS: Record<string, string> = {
  updated: `
    update crm.contacts set status = case status when 'new' then 'contacted' else 'new' end
    where id = any ($1)`,
  created: `
    insert into crm.contacts (organization_id, first_name, last_name, email, phone, source)
    select organization_id, first_name, last_name, 'new' || email, phone, source
    from crm.contacts where id = any ($1)`,
  deleted: "delete from crm.contacts where id = any ($1)",
};
const STATEMENT = STATEMENTS[values.operation]!;

async function prepare(client: pg.Client): Promise<void> {
  await client.query("insert into sluice.organizations (slug, name) values ('bench', 'Bench')");
  await client.query(
    `insert into sluice.workflows (organization_id, name)
     select id, 'w' from sluice.organizations where slug = 'bench'`,
  );
  await client.query(
    `insert into crm.contacts (organization_id, first_name, last_name, email, phone, source)
     select o.id, 'First' || i, 'Last' || i, i || '@example.com', '+49 30 ' || i, 'website'
     from sluice.organizations as o, generate_series(1, ${CONTACTS}) as i where o.slug = 'bench'`,
  );
  await client.query("vacuum analyze crm.contacts");
}

/** The time that the backend has run, in ms (Linux). */
function cpuOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}

const median = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1] ?? 0;

await withMigratedDatabase({}, async ({ client }) => {
  await installCrm(client);
  await prepare(client);
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const pid = rows[0]!.pid;
  console.log("| rows | case | CPU ms | wall ms | more CPU |\n| --- | --- | --- | --- | --- |");
  for (const size of values.sizes.split(",").map(Number)) {
    const measured = Object.keys(VARIANTS).map((name) => ({ name, cpu: [0], wall: [0] }));
    for (const list of measured) list.cpu.length = list.wall.length = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [index] of measured.entries()) {
        const { name, cpu, wall } = measured[(index + round) % measured.length]!;
        await client.query("delete from sluice_private.record_subscriptions");
        await client.query(UNWATCH);
        for (const statement of VARIANTS[name]!) await client.query(statement);
        for (let turn = -WARM; turn < TURNS; turn += 1) {
          const number = (round * measured.length + index) * (TURNS + WARM) + turn + WARM;
          const found = await client.query<{ id: string }>(
            "select id from crm.contacts order by id offset $1 limit $2",
            [(number * size) % (CONTACTS - size), size],
          );
          const ids = found.rows.map(({ id }) => id);
          await client.query("begin");
          const [before, at] = [cpuOf(pid), performance.now()];
          await client.query(STATEMENT, [ids]);
          const spent = [cpuOf(pid) - before, performance.now() - at] as const;
          await client.query(values.operation === "updated" ? "commit" : "rollback");
          if (turn < 0) continue;
          cpu.push(spent[0]);
          wall.push(spent[1]);
        }
      }
      await client.query("delete from sluice_private.row_changes");
      if (round % 2 === 0) continue;
      await client.query("vacuum crm.contacts, sluice_private.row_changes");
    }
    const base = median(measured[0]!.cpu);
    for (const { name, cpu, wall } of measured) {
      const more = `${Math.round((median(cpu) / base - 1) * 100)} %`;
      const figures = [median(cpu), median(wall)].map((ms) => ms.toFixed(2));
      console.log(`| ${[size, name, ...figures, more].join(" | ")} |`);
    }
  }
});
