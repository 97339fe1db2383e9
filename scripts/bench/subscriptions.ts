/**
 * npm run bench:subscriptions -- [--sockets 1000] [--lists 20] [--rate 100] [--seconds 20]
 * One server with many subscribers, while executions of five actions are started at a steady rate:
 * how late each hears of an end, and what the processes need. First without subscribers.
 */
import { fork } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import {
  ExecutionChangedDocument,
  ExecutionsChangedDocument,
} from "../../generated/graphql/graphql.ts";
import { signToken } from "../demo/token.ts";
import { startPostgres } from "../postgres/local.ts";
import { withRole } from "../postgres/url.ts";
import { difference, snapshot } from "./measure.ts";
import { sluice } from "./peers/sluice.ts";
import { Lateness, listen } from "./sockets.ts";
import { Worker } from "./worker.ts";

const SECRET = "a secret of the bench, 32 or more characters";
const { values } = parseArgs({
  options: {
    sockets: { type: "string", default: "1000" },
    lists: { type: "string", default: "20" },
    rate: { type: "string", default: "100" },
    seconds: { type: "string", default: "20" },
  },
});
const [sockets, lists, rate, seconds] = [
  ...[values.sockets, values.lists, values.rate, values.seconds].map(Number),
] as [number, number, number, number];
/** Long enough for all to have subscribed before the first execution goes on. */
const LEAD_S = 30;
const AT_ONCE = 50;
/** For those who have not been told yet when the load is over. */
const PATIENCE_MS = 20_000;
const SETTINGS = {
  ...{ fsync: "on", synchronous_commit: "on", full_page_writes: "on", wal_level: "replica" },
  ...{ shared_buffers: "1GB", max_wal_size: "8GB", checkpoint_timeout: "30min" },
};

const memory = (pid: number): number => {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
};

interface RunningApi {
  url: string;
  pid: number;
  /** MB before anybody has subscribed. */
  idle: number;
  stop: () => void;
}

async function startApi(url: string): Promise<RunningApi> {
  const child = fork(new URL("api-server.ts", import.meta.url), [], {
    env: { ...process.env, BENCH_URL: withRole(url, "sluice_authenticator"), BENCH_SECRET: SECRET },
  });
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once("message", (message) => resolve(message as { port: number }));
    child.once("exit", (code) => reject(new Error(`the API ended: ${code}`)));
  });
  const stop = () => child.disconnect();
  const idle = memory(child.pid!);
  return { url: `http://127.0.0.1:${port}/graphql`, pid: child.pid!, idle, stop };
}

/** A member, and a workflow whose executions wait for a while before their five actions. */
async function prepare(pool: pg.Pool) {
  const { rows } = await pool.query<{ organization: string; user: string; five: string }>(
    `with member as (
       insert into sluice.users (id, email) values (gen_random_uuid(), 'a@example.test') returning id
     ), joined as (
       insert into sluice.organization_members (organization_id, user_id, role)
       select o.id, member.id, 'member' from sluice.organizations as o, member where o.slug = 'b'
     )
     select o.id as organization, member.id as user, w.id as five
     from member, sluice.organizations as o
     inner join sluice.workflows as w on w.organization_id = o.id
     where o.slug = 'b'`,
  );
  const { organization, user, five } = rows[0]!;
  const { rows: made } = await pool.query<{ id: string }>(
    `select w.id from sluice.workflows as five
     cross join lateral sluice.create_workflow(
       'later', jsonb_set(
         jsonb_set(five.definition, '{nodes}', five.definition -> 'nodes' || $1::jsonb),
         '{edges}', (
           select jsonb_agg(case when e ->> 'source' = 'start'
             then e || '{"source": "wait"}' else e end) || $2::jsonb
           from jsonb_array_elements(five.definition -> 'edges') as e
         )
       ), '', five.organization_id
     ) as w
     where five.id = $3`,
    [
      '[{ "id": "wait", "type": "wait", "data": { "for": "{{ trigger.payload.wait }}" } }]',
      '[{ "id": "first", "source": "start", "target": "wait" }]',
      five,
    ],
  );
  const later = made[0]!.id;
  await pool.query("select sluice.publish_workflow($1)", [later]);
  const token = await signToken({ userId: user, organizationId: organization } as never, SECRET);
  return { five, later, token };
}

async function startMany(pool: pg.Pool, workflow: string, inputs: object[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    "select s.id from sluice.start_workflows($1, $2) as s (id)",
    [workflow, JSON.stringify(inputs)],
  );
  return rows.map((row) => row.id);
}

/** Starts executions at the rate until the time is over. */
async function load(pool: pg.Pool, workflow: string): Promise<void> {
  const begin = performance.now();
  for (let count = 0; ;) {
    const elapsed = (performance.now() - begin) / 1000;
    if (elapsed >= seconds) return;
    const due = Math.floor(elapsed * rate) - count;
    const inputs = Array.from({ length: due }, () => ({ k: count++, n: 0 }));
    if (due > 0) await startMany(pool, workflow, inputs);
    await sleep(20);
  }
}

type Subscription = ReturnType<typeof listen>;

async function openAll(calls: (() => Subscription)[]): Promise<Subscription[]> {
  const open: Subscription[] = [];
  // a socket has three seconds to say who it is
  for (let at = 0; at < calls.length; at += AT_ONCE) {
    const some = calls.slice(at, at + AT_ONCE).map((call) => call());
    await Promise.all(some.map(({ begun }) => begun));
    open.push(...some);
  }
  return open;
}

async function all(told: Lateness, followers: number): Promise<void> {
  const patience = performance.now() + PATIENCE_MS;
  while (told.count < followers && performance.now() < patience) await sleep(100);
}

async function measure(pool: pg.Pool, worker: Worker, postgresPid: number, url: string, n: number) {
  const { five, later, token } = prepared;
  const api = await startApi(url);
  const followers = Math.max(0, n - lists);
  const inputs = Array.from({ length: followers }, (_, at) => ({
    ...{ k: -at - 1, n: 0, wait: `${LEAD_S + (at / followers) * seconds} s` },
  }));
  const started = performance.now();
  const ids = followers > 0 ? await startMany(pool, later, inputs) : [];
  const [one, many] = [new Lateness(), new Lateness()];
  const access = { url: api.url, token };
  const calls = [
    ...ids.map(
      (id) => () =>
        listen(access, ExecutionChangedDocument, { id }, ({ executionChanged }) => {
          one.events += 1;
          one.hear(id, executionChanged?.execution, Date.now());
        }),
    ),
    ...Array.from(
      { length: Math.min(lists, n) },
      (_, at) => () =>
        listen(access, ExecutionsChangedDocument, { workflowId: five }, ({ executionsChanged }) => {
          many.events += 1;
          for (const each of executionsChanged?.executions ?? []) {
            many.hear(String(at), each, Date.now());
          }
        }),
    ),
  ];
  const open = await openAll(calls);
  const subscribed = (performance.now() - started) / 1000;
  await sleep(Math.max(0, LEAD_S * 1000 - (performance.now() - started)));
  [one.events, many.events] = [0, 0];
  const steps = worker.total;
  const [before, apiBefore] = [snapshot(postgresPid, worker.process.pid!), cpuOf(api.pid)];
  await load(pool, five);
  await all(one, followers);
  const apiCpu = cpuOf(api.pid) - apiBefore;
  const cost = difference(before, snapshot(postgresPid, worker.process.pid!));
  const line = {
    sockets: n,
    ...{
      lists: Math.min(lists, n),
      subscribed_s: round(subscribed),
      ended: `${one.count}/${followers}`,
    },
    ...{ one_p50_ms: one.quantile(0.5), one_p95_ms: one.quantile(0.95) },
    ...{ list_p50_ms: many.quantile(0.5), list_p95_ms: many.quantile(0.95) },
    events_per_s: Math.round((one.events + many.events) / seconds),
    steps_per_s: Math.round((worker.total - steps) / seconds),
    api_cpu_s: round(apiCpu),
    ...{ postgres_cpu_s: cost.postgres_cpu_s, worker_cpu_s: cost.worker_cpu_s },
    ...{ driver_cpu_s: cost.driver_cpu_s, api_mb: memory(api.pid), api_mb_idle: api.idle },
    others: cost.others,
  };
  await Promise.all(open.map(({ leave }) => leave()));
  api.stop();
  return line;
}

const round = (value: number): number => Math.round(value * 100) / 100;

function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const directory = mkdtempSync(join(tmpdir(), "sluice-bench-"));
chmodSync(directory, 0o755);
const server = await startPostgres({ directory, isEphemeral: true, settings: SETTINGS });
const pool = new pg.Pool({ connectionString: server.url(), max: 2 });
pool.on("error", () => undefined);
let worker: Worker | undefined;
const peer = sluice(200);
await peer.setup({ url: server.url(), pool });
const prepared = await prepare(pool);
const lines: object[] = [];
try {
  worker = new Worker(peer, server.url());
  await worker.ready;
  for (const n of [0, sockets]) {
    const line = await measure(pool, worker, server.pid, server.url(), n);
    console.log(JSON.stringify(line));
    lines.push(line);
  }
} finally {
  await worker?.stop();
  await pool.end();
  await server.stop();
}
const cells = lines.map((line) => `| ${Object.values(line).join(" | ")} |`);
const head = Object.keys(lines[0] ?? {});
console.log(`\n| ${head.join(" | ")} |\n|${head.map(() => "---").join("|")}|\n${cells.join("\n")}`);
