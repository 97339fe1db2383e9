import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { TestDatabase } from "../database.ts";
import { createTenant, definition, manual, publish } from "../engine.ts";
import { addMonths } from "../history.ts";
import { Counter } from "./counter.ts";
import { Dice } from "./dice.ts";
import { failpoints, type Failpoint } from "./failpoints.ts";
import { EVENT, inputOf, KINDS, type Kind } from "./load.ts";
import { WorkerProcess } from "./process.ts";
import { Proxy } from "./proxy.ts";
import { ChaosServer } from "./server.ts";
import { ORDER, ORDERS, Sources } from "./sources.ts";

const WORKERS = 2;
const LANES = 4;
const LOOK_MS = 250;
const EDGE = "siege edge";

/** SQL effects go to a table of the tenant's, which takes whatever comes, also twice. */
const SHOP = `
  create role siege_tenant nologin;
  create schema shop authorization siege_tenant;
  create table shop.effects (n int, label text, execution_id uuid, frame_id bigint, step_no int);
  alter table shop.effects owner to siege_tenant;
  create function shop.tally(organization_id uuid, input jsonb, context jsonb) returns jsonb
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$
    insert into shop.effects
    select (input ->> 'n')::int, input ->> 'label', e.id, e.frame_id, e.step_no
    from jsonb_to_record(context -> 'execution') as e (id uuid, frame_id bigint, step_no int)
    returning jsonb_build_object('label', label)
  $$;
  alter function shop.tally owner to siege_tenant;
  grant usage on schema shop to sluice_owner`;

export interface Started {
  readonly kind: Kind;
  readonly id: string;
}

/** A server, workers behind networks of their own, and executions that go on whatever happens. */
export class Siege {
  readonly seed: number;
  readonly server: ChaosServer;
  readonly counter: Counter;
  /** The network of each worker. */
  readonly networks: Proxy[] = [];
  /** The network of whoever starts executions. */
  readonly edge: Proxy;
  readonly points: readonly Failpoint[] = failpoints();
  readonly started = new Map<number, Started>();
  /** What starts executions besides. */
  readonly sources = new Sources(() => this.db);
  readonly timeline: string[] = [];
  organizationId = "";
  #workers: (WorkerProcess | undefined)[] = [];
  readonly #keepers: Promise<void>[] = [];
  readonly #workflows = new Map<string, string>();
  readonly #edgePool: pg.Pool;
  readonly #beganAt = performance.now();
  #isOver = false;
  #late: number[] = [];
  #next = 1;

  private constructor(seed: number, server: ChaosServer, counter: Counter, edge: Proxy) {
    this.seed = seed;
    this.server = server;
    this.counter = counter;
    this.edge = edge;
    this.#edgePool = new pg.Pool({
      connectionString: edge.through(server.adminUrl),
      ...{ max: LANES, application_name: EDGE },
      ...{ connectionTimeoutMillis: 3000, query_timeout: 5000 },
    });
    this.#edgePool.on("error", () => undefined);
  }

  static async begin(seed: number): Promise<Siege> {
    const server = await ChaosServer.start();
    const siege = new Siege(seed, server, await Counter.start(), await Proxy.to(server.target));
    try {
      await siege.#prepare();
    } catch (error) {
      await siege.end();
      throw error;
    }
    return siege;
  }

  get db(): TestDatabase {
    return this.server.db;
  }

  /** The workers that are there now. */
  get workers(): WorkerProcess[] {
    return this.#workers.filter((worker) => worker !== undefined);
  }

  /** Sessions of workers, and of those who start executions. */
  static readonly sessions = `application_name like 'sluice%' or application_name = '${EDGE}'`;

  note(what: string): void {
    const seconds = ((performance.now() - this.#beganAt) / 1000).toFixed(1);
    this.timeline.push(`${seconds.padStart(7)} s  ${what}`);
  }

  /** Sessions that begin from now on stop at these. */
  async arm(extra: string[] = []): Promise<void> {
    const always = this.points.map(({ name, lock }) => `${name}=lock:${lock}`);
    const setting = [...always, ...extra].join(",");
    await this.db.query(`alter database sluice set sluice.failpoints = '${setting}'`);
  }

  /** Starts executions of all kinds, so many that a crowd is under way, until told to stop. */
  async feed(crowd: number, stop: AbortSignal): Promise<void> {
    const dice = new Dice(this.seed + 1);
    while (!stop.aborted) {
      const found = await this.db
        .query("select from sluice_private.live_executions")
        .catch(() => []);
      const room = crowd - found.length;
      const lanes = Array.from({ length: LANES }, async () => {
        for (let n = 0; n < room / LANES && !stop.aborted; n += 1) await this.#start(dice);
      });
      await Promise.all(lanes);
      await this.#emitLate(dice);
      await this.#order();
      await sleep(LOOK_MS);
    }
    while (this.#late.length > 0) await this.#emitLate(dice);
  }

  /** As an operator does: what was parked by a failpoint is resumed. */
  async resumeParked(): Promise<void> {
    await this.db.query(
      `select sluice.resume_execution(id) from sluice_private.live_executions
       where status = 'paused' and error ->> 'code' = 'SLFPT'`,
    );
  }

  async end(): Promise<void> {
    this.#isOver = true;
    for (const network of this.networks) network.heal();
    for (const worker of this.workers) worker.signal("SIGKILL");
    await Promise.all(this.#keepers);
    await this.#edgePool.end();
    for (const network of [...this.networks, this.edge]) await network.close();
    await this.counter.close();
    await this.server.close();
  }

  async #prepare(): Promise<void> {
    const { db } = this;
    await db.query("insert into sluice_private.test_mode values (true)");
    await db.query(`${SHOP}; ${ORDERS}`);
    await addMonths(db, 14);
    ({ organizationId: this.organizationId } = await createTenant(db));
    await db.query(
      `insert into sluice.workflow_action_definitions (organization_id, name, title, runs, handler)
       values ($1, 'tally', 'Tally', 'sql', 'shop.tally')`,
      [this.organizationId],
    );
    for (const { name, draft } of KINDS) {
      this.#workflows.set(name, await publish(db, this.organizationId, draft, name));
    }
    await this.sources.publish(this.organizationId, this.counter.url);
    await this.arm();
    for (let index = 0; index < WORKERS; index += 1) {
      this.networks.push(await Proxy.to(this.server.target));
      this.#keepers.push(this.#keep(index));
    }
  }

  /** A workflow whose history is kept for a week. */
  async publishForgotten(): Promise<string> {
    const log = { id: "a", type: "action", data: { action: "data.set", input: {} } };
    const draft = definition([manual, log], ["start → a"], { retention: "7 days" });
    return publish(this.db, this.organizationId, draft, `forgotten-${randomUUID()}`);
  }

  /** As a supervisor does: a worker that has ended is started again. */
  async #keep(index: number): Promise<void> {
    const databaseUrl = this.networks[index]!.through(this.db.workerUrl);
    const env = { SLUICE_CONCURRENCY: "20", SLUICE_GRACE_SECONDS: "1" };
    while (!this.#isOver) {
      const onSpawn = (worker: WorkerProcess) => (this.#workers[index] = worker);
      try {
        const worker = await WorkerProcess.start({ databaseUrl, env, onSpawn });
        const how = await worker.ended;
        if (!this.#isOver) this.note(`worker ${index} ended: ${how}`);
      } catch {
        await sleep(LOOK_MS);
      }
      this.#workers[index] = undefined;
    }
  }

  async #start(dice: Dice): Promise<void> {
    const n = this.#next;
    this.#next += 1;
    const kind = dice.pick(KINDS);
    const isEarly = dice.happens(0.3);
    if (kind.awaits && isEarly) await this.#emit(n);
    const text = "select id from sluice.start_workflow($1, $2, $3)";
    const input = JSON.stringify(inputOf(n, this.counter.url));
    const [row] = await this.#steadily<{ id: string }>(text, [
      this.#workflows.get(kind.name),
      input,
      `n-${n}`,
    ]);
    this.started.set(n, { kind, id: row!.id });
    if (kind.awaits && !isEarly) this.#late.push(n);
  }

  async #emitLate(dice: Dice): Promise<void> {
    const now = this.#late.filter(() => dice.happens(0.5));
    this.#late = this.#late.filter((n) => !now.includes(n));
    for (const n of now) await this.#emit(n);
  }

  /** One more order: an event, a row, and something that polls find. */
  async #order(): Promise<void> {
    const n = this.sources.placed + 1;
    const text = "select id from sluice.emit_event($1, $2, null, $3, $4)";
    const payload = JSON.stringify({ order: n });
    await this.#steadily(text, [ORDER, payload, `order-${n}`, this.organizationId]);
    await this.#steadily("insert into shop.orders values ($1) on conflict do nothing", [n]);
    this.counter.offered = n;
    this.sources.placed = n;
  }

  async #emit(n: number): Promise<void> {
    const text = "select id from sluice.emit_event($1, $2, $3, $4, $5)";
    const payload = JSON.stringify({ n });
    await this.#steadily(text, [EVENT, payload, `${n}`, `go-${n}`, this.organizationId]);
  }

  /** Whoever does not know whether it was done says it again, with the same key. */
  async #steadily<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    for (;;) {
      try {
        return (await this.#edgePool.query<Row>(text, values)).rows;
      } catch (error) {
        if (error instanceof pg.DatabaseError && error.code?.startsWith("SL")) throw error;
        await sleep(LOOK_MS);
      }
    }
  }
}
