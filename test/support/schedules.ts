/** Workflows that time starts, and a clock to start them by. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { expect, type TestDatabase } from "./database.ts";
import { createTenant, definition, manual, publish, TestWorker, type Node } from "./engine.ts";
import { enterTestMode, openSession, set } from "./scenes.ts";

export interface Job {
  id: string;
  status: string;
  kind: string;
  next_run: Date | null;
  due_at: Date | null;
  last_run: Date | null;
  run_count: number;
  missed_count: number;
  consecutive_failures: number;
  last_error: string | null;
  timezone: string;
}

export interface Run {
  id: string;
  status: string;
  input: { payload: Record<string, unknown>; scheduled_for: string } & Record<string, unknown>;
}

/** A session whose clock stands where it is put; scheduling asks no other clock. */
export class Clock {
  readonly session: pg.Client;
  readonly #db: TestDatabase;

  private constructor(db: TestDatabase, session: pg.Client) {
    this.#db = db;
    this.session = session;
  }

  static async at(db: TestDatabase, instant: string): Promise<Clock> {
    await enterTestMode(db);
    const clock = new Clock(db, await openSession(db));
    await clock.set(instant);
    return clock;
  }

  async set(instant: string | Date): Promise<void> {
    const text = typeof instant === "string" ? instant : instant.toISOString();
    await this.session.query(`set sluice.clock = '${text}'`);
  }

  /** Publishes a workflow whose trigger has this config. */
  async publish(
    trigger: string,
    config: object,
    steps: Node[] = [set("a")],
    settings?: object,
    byHand = false,
  ): Promise<Scheduled> {
    const { organizationId } = await createTenant(this.#db);
    return this.publishFor(organizationId, trigger, config, steps, settings, byHand);
  }

  async publishFor(
    organizationId: string,
    trigger: string,
    config: object,
    steps: Node[] = [set("a")],
    settings?: object,
    byHand = false,
  ): Promise<Scheduled> {
    const at = { id: "at", type: "trigger", data: { trigger, config } };
    const draft = definition(
      byHand ? [at, manual, ...steps] : [at, ...steps],
      [`at → ${steps[0]!.id}`, ...(byHand ? [`start → ${steps[0]!.id}`] : [])],
      settings,
    );
    const session = { query: async (text: string, values?: unknown[]) => this.#rows(text, values) };
    const workflow = await publish(
      { ...this.#db, ...session },
      ...([organizationId, draft, `w-${randomUUID()}`] as const),
    );
    return new Scheduled(this.#db, this, organizationId, workflow);
  }

  async #rows(text: string, values?: unknown[]) {
    return (await this.session.query(text, values)).rows;
  }

  /** As a host's pump, or an admin's tick, until nothing is due. */
  async fire(): Promise<void> {
    for (let turn = 0; turn < 100; turn++) {
      const [row] = await this.#rows("select sluice_private.fire_schedules(500) as taken");
      if ((row as { taken: number }).taken === 0) return;
    }
    expect.fail("there is always something due");
  }

  async drain(): Promise<void> {
    const worker = await new TestWorker(this.session).register();
    await worker.drain();
  }
}

export class Scheduled {
  readonly organizationId: string;
  readonly workflow: string;
  readonly #db: TestDatabase;
  readonly #clock: Clock;

  constructor(db: TestDatabase, clock: Clock, organizationId: string, workflow: string) {
    this.#db = db;
    this.#clock = clock;
    this.organizationId = organizationId;
    this.workflow = workflow;
  }

  async job(): Promise<Job> {
    const [job] = await this.#db.query<Job>(
      "select * from sluice.scheduled_jobs where workflow_id = $1",
      [this.workflow],
    );
    return job!;
  }

  /** What it has started, in the order of its instants. */
  async runs(): Promise<Run[]> {
    return this.#db.query<Run>(
      `select id, status, input from sluice.workflow_executions where workflow_id = $1
       order by input ->> 'scheduled_for', id`,
      [this.workflow],
    );
  }

  /** The instants of its runs, without what they all end with. */
  async instants(): Promise<string[]> {
    return (await this.runs()).map(({ input }) => short(new Date(input.scheduled_for)));
  }

  async next(count: number): Promise<string[]> {
    const { rows } = await this.#clock.session.query<{ next: Date }>(
      "select next from sluice.next_runs($1, $2) as next",
      [(await this.job()).id, count],
    );
    return rows.map(({ next }) => short(next));
  }

  async call(what: "pause_schedule" | "resume_schedule"): Promise<void> {
    await this.#clock.session.query(`select sluice.${what}($1)`, [(await this.job()).id]);
  }
}

const short = (instant: Date) => instant.toISOString().replace(/(:00)?\.000Z$/, "Z");
