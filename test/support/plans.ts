/** The plans that really ran, also inside functions, as auto_explain tells them to the session. */
import type pg from "pg";
import { GROWING, PARTITIONED } from "./crowd.ts";

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Shared Hit Blocks"?: number;
  "Shared Read Blocks"?: number;
  Plans?: PlanNode[];
}

export interface Statement {
  query: string;
  plan: PlanNode;
}

/** Every plan of a session from here on; it must be a superuser's, who may become another role. */
export class PlanRecorder {
  #statements: Statement[] = [];

  private constructor(client: pg.Client) {
    client.on("notice", ({ message }) => {
      const json = /plan:\n(\{.*\})\s*$/s.exec(message ?? "")?.[1];
      if (json === undefined) return;
      const said = JSON.parse(json) as { "Query Text": string; Plan: PlanNode };
      this.#statements.push({ query: said["Query Text"], plan: said.Plan });
    });
  }

  static async over(client: pg.Client): Promise<PlanRecorder> {
    const recorder = new PlanRecorder(client);
    await client.query(
      `load 'auto_explain';
       set auto_explain.log_min_duration = 0;
       set auto_explain.log_nested_statements = on;
       set auto_explain.log_analyze = on;
       set auto_explain.log_timing = off;
       set auto_explain.log_buffers = on;
       set auto_explain.log_format = json;
       set client_min_messages = log`,
    );
    return recorder;
  }

  /** The plans since the last call. */
  take(): Statement[] {
    return this.#statements.splice(0);
  }
}

/** Read from one end, in the order of the queue, until enough is found; or for any row at all. */
const QUEUES =
  /^(arrivals_(seq|share|parked_reports)|timers_(due_at|share)|awaited_events_new|lock_claims_changed|ready_steps_(seq|suspects)|step_leases_(offered|beside)|row_changes_seq|limit_releases_seq|limits_(look_at|spent)|scheduled_jobs_due_at|workflow_polls_due_at|poll_items_pending|limited_executions_new|live_executions_(paused|apart)|trigger_timers_(due_at|share)|event_subscriptions_(topic|of_workflows)|webhook_counts_new|awaited_answers_created_at|webhook_tests_expires_at)_idx$/;

/** What names one row, the rows of one execution or of one worker, or one end of a queue. */
const KEYS = [
  ["organization_id", "execution_id"],
  ["organization_id", "id"],
  ["organization_id", "slot"],
  ["organization_id", "limit_key"],
  ["organization_id", "workflow_id", "key"],
  ["id"],
  ["topic"],
  ["organization_id", "name"],
  ["action"],
  ["worker_id"],
  ["key"],
  ["organization_id", "path"],
  ["organization_id", "trigger_id", "key"],
  ["organization_id", "workflow_id", "record"],
];

/** `free_slots` counts the leases: admission never makes more than one for each slot. */
const COUNTED = /^Index Only Scan of step_leases_/;

const MOST_ROWS = 100;
const MOST_BLOCKS = 500;

/** What is wrong with how a door reached the tables that grow; empty if nothing is. */
export function faultsOfDoors(statements: Statement[]): string[] {
  const faults = statements.flatMap((statement) => [
    ...faultsOfReading(statement),
    ...scansOf(statement.plan).flatMap((node) => told(statement, faultOfKey(node))),
    ...nodesOf(statement.plan)
      .filter((node) => /^(Hash|Merge) Join$/.test(node["Node Type"]))
      .filter((join) => inputsOf(join).some((node) => tableOf(node) !== undefined))
      .flatMap((join) => told(statement, `${join["Node Type"]} against a table that grows`)),
    ...PARTITIONED.filter(
      (name) => scansOf(statement.plan).filter((node) => tableOf(node) === name).length > 1,
    ).flatMap((name) => told(statement, `several partitions of ${name}`)),
  ]);
  return [...new Set(faults)];
}

/** What a statement read that it had no need of: all a question with a planner's freedom must not. */
export function faultsOfReading(statement: Statement): string[] {
  return scansOf(statement.plan).flatMap((node) => {
    const rows =
      (node["Actual Rows"] ?? 0) +
      (node["Rows Removed by Filter"] ?? 0) +
      (node["Rows Removed by Index Recheck"] ?? 0);
    const read = rows * (node["Actual Loops"] ?? 0);
    return isCount(node) || read <= MOST_ROWS
      ? []
      : told(statement, `${nameOf(node)}: ${read} rows`);
  });
}

/** What is heavy each time: a session that rebuilds its caches reads the catalogue, once. */
export async function heavyTwice(look: () => Promise<Statement[]>): Promise<string[]> {
  const first = heavyOnes(await look());
  return first.length > 0 ? heavyOnes(await look()) : [];
}

/** What touched more blocks of a table or an index than a bounded number of lookups does. */
function heavyOnes(statements: Statement[]): string[] {
  return statements.flatMap((statement) =>
    nodesOf(statement.plan).flatMap((node) => {
      const { "Shared Hit Blocks": hit = 0, "Shared Read Blocks": read = 0 } = node;
      const isFree = node["Relation Name"] === undefined && node["Index Name"] === undefined;
      return isFree || isCount(node) || hit + read <= MOST_BLOCKS
        ? []
        : told(statement, `${nameOf(node)}: ${hit + read} blocks`);
    }),
  );
}

/** What went over a batch of so many once for each of its items. */
export function quadraticOnes(statements: Statement[], size: number): string[] {
  return statements.flatMap((statement) =>
    nodesOf(statement.plan).flatMap((node) => {
      const rows = (node["Actual Rows"] ?? 0) * (node["Actual Loops"] ?? 0);
      return rows < (size * size) / 3 ? [] : told(statement, `${node["Node Type"]}: ${rows} rows`);
    }),
  );
}

/** The most blocks that each statement has touched. */
export function blocksOf(statements: Statement[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const { query, plan } of statements) {
    const { "Shared Hit Blocks": hit = 0, "Shared Read Blocks": read = 0 } = plan;
    most.set(query, Math.max(most.get(query) ?? 0, hit + read));
  }
  return most;
}

function told({ query }: Statement, fault: string | undefined): string[] {
  return fault === undefined ? [] : [`${fault} in ${query.replace(/\s+/g, " ").slice(0, 300)}`];
}

function faultOfKey(node: PlanNode): string | undefined {
  if (node["Node Type"] === "Tid Scan") return undefined;
  if (isCount(node) || QUEUES.test(node["Index Name"] ?? "")) return undefined;
  const isBitmap = node["Node Type"] === "Bitmap Heap Scan";
  const condition = (isBitmap ? node.Plans?.[0] : node)?.["Index Cond"] ?? "nothing";
  const columns = new Set([...condition.matchAll(/\((\w+) = /g)].map((match) => match[1]));
  if (node["Index Name"] === "step_leases_execution_id_idx") columns.add("organization_id");
  const isKey = KEYS.some((key) => key.every((column) => columns.has(column)));
  return isKey ? undefined : `${nameOf(node)} by ${condition}`;
}

function isCount(node: PlanNode): boolean {
  return COUNTED.test(nameOf(node)) && node["Index Cond"] === undefined;
}

function nameOf(node: PlanNode): string {
  return `${node["Node Type"]} of ${node["Index Name"] ?? node["Relation Name"]}`;
}

function scansOf(plan: PlanNode): PlanNode[] {
  return nodesOf(plan).filter((node) => tableOf(node) !== undefined);
}

function tableOf(node: PlanNode): string | undefined {
  if (node["Node Type"] === "ModifyTable") return undefined;
  const table = node["Relation Name"]?.replace(/_(\d{4}_\d{2}|past|future)$/, "");
  return GROWING.find((name) => name === table);
}

/** What a hash or merge join reads as a whole; an inner side of a nested loop is looked up. */
function inputsOf(join: PlanNode): PlanNode[] {
  return (join.Plans ?? []).flatMap((input) => {
    const below = input["Node Type"] === "Nested Loop" ? input.Plans?.slice(0, 1) : input.Plans;
    return [input, ...inputsOf({ ...input, Plans: below ?? [] })];
  });
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** The partitions of a table that a statement has looked into. */
export function partitionsRead({ plan }: Statement, table: string): string[] {
  const ends = /_(\d{4}_\d{2}|past|future)$/;
  const names = nodesOf(plan)
    .filter((node) => (node["Actual Loops"] ?? 0) > 0)
    .flatMap((node) => node["Relation Name"] ?? [])
    .filter((name) => ends.test(name) && name.replace(ends, "") === table);
  return [...new Set(names)].sort();
}
