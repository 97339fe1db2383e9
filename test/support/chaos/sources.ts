/** What starts executions of itself in a siege: time, events, rows, a server that is polled. */
import { definition, type Node } from "../engine.ts";
import type { TestDatabase } from "../database.ts";
import { publish } from "../engine.ts";

/** What every source has to do with what it is given; each order is a number. */
export const ORDER = "siege.order";
export const ORDERS = `
  create table shop.orders (id int primary key);
  alter table shop.orders owner to siege_tenant`;

interface Trigger {
  readonly payload: Record<string, unknown>;
  readonly scheduled_for?: string;
}

interface Source {
  readonly name: string;
  readonly trigger: string;
  config(base: string, from: Date): object;
  /** What tells its occurrences apart, in a template and in what a trigger gave. */
  readonly id: string;
  idsIn(trigger: Trigger): unknown[];
  /** One execution is for several of them. */
  readonly isMany?: boolean;
}

const clock: Source = {
  name: "clock",
  trigger: "scheduled_time",
  config: (_base, from) => ({
    ...{ interval: "1 second", start_date: from.toISOString() },
    ...{ missed_runs: "all", max_consecutive_failures: 0 },
  }),
  id: "{{ trigger.scheduled_for }}",
  idsIn: ({ scheduled_for }) => [scheduled_for],
};

const heard: Source = {
  name: "heard",
  trigger: "event",
  config: () => ({ name: ORDER }),
  id: "{{ trigger.payload.order }}",
  idsIn: ({ payload }) => [payload["order"]],
};

const gathered: Source = {
  name: "gathered",
  trigger: "event",
  config: () => ({ name: ORDER, batch: { size: 7, within: "2 seconds" } }),
  id: "{{ item.payload.order }}",
  idsIn: ({ payload }) =>
    (payload["events"] as { payload: { order: number } }[]).map((event) => event.payload.order),
  isMany: true,
};

const written: Source = {
  name: "written",
  trigger: "record_created",
  config: () => ({ object: "shop.orders" }),
  id: "{{ trigger.payload.new.id }}",
  idsIn: ({ payload }) => [(payload["new"] as { id: number }).id],
};

const polled: Source = {
  name: "polled",
  trigger: "poll",
  config: (base) => ({
    url: `${base}/feed?after={{ cursor | default(0) }}`,
    ...{ items: "body", dedupe_key: "item.n", cursor: "item.n" },
    ...{ start: "all", interval: "10 seconds", timeout: "2 seconds" },
  }),
  id: "{{ trigger.payload.item.n }}",
  idsIn: ({ payload }) => [(payload["item"] as { n: number }).n],
};

const SOURCES: readonly Source[] = [clock, heard, gathered, written, polled];

/** Its effects are a call and a row for each occurrence. */
function draftOf({ name, trigger, config, id, isMany }: Source, base: string, from: Date): object {
  const start: Node = {
    id: "start",
    type: "trigger",
    data: { trigger, config: config(base, from) },
  };
  const label = `${name}/${id}`;
  const retry = { max_attempts: 20, initial: "50 milliseconds", max: "200 milliseconds" };
  const call: Node = {
    id: "call",
    type: "action",
    data: { action: "http_request", input: { method: "POST", url: `${base}/ok/${label}` }, retry },
  };
  const note: Node = {
    id: "note",
    type: "action",
    data: { action: "tally", input: { n: 0, label } },
  };
  if (isMany !== true) return definition([start, call, note], ["start → call", "call → note"]);
  const each: Node = {
    id: "each",
    type: "foreach",
    data: { items: "{{ trigger.payload.events }}" },
  };
  const inner = [call, note].map((node) => ({ ...node, parentId: "each" }));
  return definition([start, each, ...inner], ["start → each", "call → note"]);
}

interface Run {
  readonly id: string;
  readonly workflow_id: string;
  readonly status: string;
  readonly input: Trigger;
}

const SECOND_MS = 1000;
/** By then all is published. */
const SOON_MS = 5000;

/** The sources of a siege, what they were given, and what has come of it. */
export class Sources {
  readonly #db: () => TestDatabase;
  readonly #workflows = new Map<string, string>();
  readonly #from = new Date(Math.ceil(Date.now() / SECOND_MS) * SECOND_MS + SOON_MS);
  /** Up to this number each order has been placed in all ways. */
  placed = 0;

  constructor(db: () => TestDatabase) {
    this.#db = db;
  }

  async publish(organizationId: string, base: string): Promise<void> {
    const db = this.#db();
    await db.query("select sluice.watch_table('shop.orders', organization_id => $1)", [
      organizationId,
    ]);
    for (const source of SOURCES) {
      const draft = draftOf(source, base, this.#from);
      const name = `siege-${source.name}`;
      this.#workflows.set(source.name, await publish(db, organizationId, draft, name));
    }
  }

  /** Time starts nothing any more. */
  async stop(): Promise<void> {
    await this.#db().query(
      `select sluice.pause_schedule(id) from sluice.scheduled_jobs
       where status <> 'paused' and workflow_id = $1`,
      [this.#workflows.get(clock.name)],
    );
  }

  /** Nobody in a siege waits ten seconds for the next poll, or longer after one that failed. */
  async hurryPolls(): Promise<void> {
    await this.#db().query(
      `update sluice.workflow_polls set due_at = now()
       where token is null and due_at > now() + interval '1 second'`,
    );
  }

  async runs(): Promise<Run[]> {
    return this.#db().query<Run>(
      `select id, workflow_id, status, input from sluice.workflow_executions
       where workflow_id = any ($1)`,
      [[...this.#workflows.values()]],
    );
  }

  /** What has been given to a source and has started nothing, or started more than once. */
  async miscounted(): Promise<string[]> {
    const found = new Map(SOURCES.map(({ name }) => [name, new Map<string, number>()]));
    for (const run of await this.runs()) {
      const { name, ids } = this.#occurrences(run);
      const counts = found.get(name)!;
      for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const problems: string[] = [];
    for (const { name } of SOURCES) {
      const counts = found.get(name)!;
      const wanted = name === clock.name ? await this.#instants() : this.#orders();
      for (const id of wanted) {
        if (counts.get(id) !== 1) problems.push(`${name} ${id}: ${counts.get(id) ?? 0} executions`);
        counts.delete(id);
      }
      for (const id of counts.keys()) problems.push(`${name} ${id} was never asked for`);
    }
    return problems;
  }

  /** What came of it that is not as it should be; `labels` are those of what SQL did. */
  async audit(
    spared: ReadonlySet<string>,
    labels: readonly string[],
    called: ReadonlyMap<string, unknown>,
  ): Promise<string[]> {
    const problems = await this.miscounted();
    const noted = new Map<string, number>();
    for (const label of labels) noted.set(label, (noted.get(label) ?? 0) + 1);
    for (const run of await this.runs()) {
      const { name, ids } = this.#occurrences(run);
      const all = spared.has(run.id) ? [] : ids.map((id) => `${name}/${id}`);
      if (!spared.has(run.id) && run.status !== "completed")
        problems.push(`${name} ${ids.join()} (${run.id}) is ${run.status}`);
      problems.push(
        ...all.filter((label) => !noted.has(label)).map((label) => `${label}: no SQL effect`),
        ...all.filter((label) => !called.has(`/ok/${label}`)).map((label) => `${label}: no call`),
      );
    }
    for (const [label, count] of noted)
      if (count > 1) problems.push(`SQL effect ${label} ${count} times`);
    return problems;
  }

  #occurrences({ workflow_id, input }: Run): { name: string; ids: string[] } {
    const source = SOURCES.find(({ name }) => this.#workflows.get(name) === workflow_id)!;
    return { name: source.name, ids: source.idsIn(input).map(String) };
  }

  #orders(): string[] {
    return Array.from({ length: this.placed }, (_, index) => `${index + 1}`);
  }

  /** Every second up to the last that the schedule says it has run. */
  async #instants(): Promise<string[]> {
    const rows = await this.#db().query<{ instant: string }>(
      `select to_jsonb(instant) #>> '{}' as instant
       from sluice.scheduled_jobs as job
       cross join generate_series($2::timestamptz, job.last_run, '1 second') as instant
       where job.workflow_id = $1`,
      [this.#workflows.get(clock.name), this.#from],
    );
    return rows.map(({ instant }) => instant);
  }
}
