import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Action } from "../define-action.ts";
import { actions as allActions } from "../index.ts";
import { Alone, PLACES_APART } from "./alone.ts";
import { Binder } from "./binder.ts";
import { Complaints } from "./complaints.ts";
import { Engine } from "./engine.ts";
import { startHeartbeat, type Heartbeat } from "./heartbeat.ts";
import { HeldTokens } from "./held-tokens.ts";
import { Listener } from "./listener.ts";
import type { StepObserver } from "./observer.ts";
import { Poller } from "./poller.ts";
import { createPools, type Pools } from "./pool.ts";
import { Pump } from "./pump.ts";
import { Reporter } from "./reporter.ts";
import { createStepRunner } from "./run-step.ts";
import { startJobRunner, type JobRunner } from "./runner.ts";
import { Slots } from "./slots.ts";
import { startRounds, type Rounds } from "./rounds.ts";
import { probe, type Connection } from "./session.ts";
import { settlesWithin } from "./within.ts";

/** Between two steps of the maintenance. */
const BREATH_MS = 20;
const GRACE_MS = 15_000;
const CATALOGUE = new URL("../index.ts", import.meta.url);
/** What steps get to end after they were aborted, and the database to take the last word. */
const LAST_WORD_MS = 3000;
/** A slot holds one step, and for a moment its follow-up. */
const HELD_PER_SLOT = 2;

export interface WorkerOptions {
  readonly databaseUrl: string;
  /** The same database past a pooler, for what needs a session of its own. */
  readonly directUrl?: string | undefined;
  readonly concurrency: number;
  readonly log: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
  readonly actions?: readonly Action[];
  /** The module that exports these actions, if it is not the usual one: for steps that run alone. */
  readonly catalogue?: URL;
  /** Those of the actions that this host serves; all if not said. */
  readonly serves?: readonly string[] | undefined;
  readonly version?: string;
  /** How long running steps get to end once the host stops. */
  readonly graceMs?: number;
  /** The engine took this worker for dead. Default: the process exits. */
  readonly onLost?: (error: Error) => void;
  /** Sees every attempt; none: nothing is looked at. */
  readonly observer?: StepObserver | undefined;
}

export interface WorkerHost {
  stop(): Promise<void>;
  /** Rejects when the worker was lost. */
  readonly stopped: Promise<void>;
}

interface Parts {
  readonly engine: Engine;
  readonly held: HeldTokens;
  readonly reporter: Reporter;
  readonly pump: Pump;
  readonly poller: Poller;
  readonly heartbeat: Heartbeat;
  readonly listener: Listener;
  readonly sweeper: Rounds;
  readonly apart: Rounds;
  readonly maintenance: Rounds;
  readonly runner: JobRunner;
}

/** Starts the worker of this process; it runs until it is stopped or lost. */
export async function startWorker(options: WorkerOptions): Promise<WorkerHost> {
  const { databaseUrl, log, graceMs = GRACE_MS, onLost = () => process.exit(1) } = options;
  const complaints = new Complaints(log);
  const connection = await probe(databaseUrl);
  const pools = createPools(databaseUrl, connection, complaints);
  const stopping = new AbortController();
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => {});
  let parts: Parts | undefined;
  let end: Promise<void> | undefined;

  const shutDown = async (patienceMs: number) => {
    const how = { graceMs: patienceMs, stopping, complaints, log };
    if (parts !== undefined) await stopParts(parts, how);
    await settlesWithin(pools.end(), LAST_WORD_MS);
  };
  const lose = (reason: string) => {
    if (stopping.signal.aborted) return;
    const error = new Error(`the worker is lost: ${reason}`);
    log(`${error.message}; what it runs is aborted`);
    void parts?.heartbeat.stop();
    stopping.abort(error);
    parts?.reporter.giveUp();
    if (end !== undefined) return;
    end = shutDown(0).finally(() => {
      ended.reject(error);
      onLost(error);
    });
  };

  try {
    const around = { pools, connection, complaints, stopping: stopping.signal, lose };
    parts = await startParts(options, around);
  } catch (error) {
    await pools.end();
    throw error;
  }
  return {
    stopped: ended.promise,
    async stop() {
      const running = parts?.held.size ?? 0;
      if (end === undefined) log(`stops; ${running} steps have ${graceMs / 1000} s to end`);
      await (end ??= shutDown(graceMs));
      ended.resolve();
    },
  };
}

interface Surroundings {
  readonly pools: Pools;
  readonly connection: Connection;
  readonly complaints: Complaints;
  readonly stopping: AbortSignal;
  lose(reason: string): void;
}

async function startParts(options: WorkerOptions, around: Surroundings): Promise<Parts> {
  const { concurrency, log, env = process.env, version = "", observer } = options;
  const actions = (options.actions ?? allActions).filter(
    ({ name }) => options.serves?.includes(name) ?? true,
  );
  const { pools, connection, complaints, stopping, lose } = around;
  const databaseUrl = options.directUrl ?? options.databaseUrl;
  const actionNames = actions.map(({ name }) => name);
  const worker = { workerId: randomUUID(), host: hostname(), pid: process.pid };
  const registration = { ...worker, actions: actionNames, concurrency, version };
  const engine = await Engine.register(pools.database, registration);
  const { workerId, epoch } = engine;

  const held = new HeldTokens((concurrency + PLACES_APART) * HELD_PER_SLOT);
  const onLost = () => lose("it was silent for too long and its steps were given to others");
  const slots = new Slots(concurrency);
  const places = new Slots(PLACES_APART);
  const pump = new Pump({
    ...{ engine, complaints, onStale: onLost, slots, places },
    run: (leases) => runner.run(leases),
  });
  const kick = () => pump.kick();
  const reporter = new Reporter({ engine, log, onRecorded: kick });
  const binder = new Binder(engine, log);
  const catalogue = options.catalogue ?? (options.actions === undefined ? CATALOGUE : undefined);
  const alone = catalogue && new Alone({ catalogue, env });
  const parts = { binder, reporter, engine, alone, held, slots, places };
  const steps = createStepRunner({ actions, env, log, stopping, observer, ...parts });
  const jobs = { pool: pools.pool, connection, actionNames, steps, log, complaints };
  const heartbeat = startHeartbeat({ databaseUrl, workerId, epoch, held, complaints, log, onLost });
  // until the engine knows its session, only its silence would tell of its death
  await heartbeat.begun;
  const runner = await startJobRunner({ ...jobs, onRoom: kick }).catch(async (error: unknown) => {
    await heartbeat.stop();
    throw error;
  });
  const noteListening = (isListening: boolean) =>
    void engine.noteListening(isListening).catch(() => {});
  pump.start();
  const poller = new Poller({ engine, complaints, env, onReported: kick });
  poller.start();
  return {
    engine,
    poller,
    held,
    reporter,
    pump,
    runner,
    heartbeat,
    listener: new Listener({ databaseUrl, complaints, log, onTick: kick, onChange: noteListening }),
    ...startAllRounds(engine, kick, complaints),
  };
}

function startAllRounds(engine: Engine, kick: () => void, complaints: Complaints) {
  return {
    sweeper: startRounds("the sweeper", sweep(engine, kick), complaints),
    apart: startRounds("moving on what is set apart", moveApart(engine, kick), complaints),
    maintenance: startRounds("the maintenance of history", maintain(engine), complaints),
  };
}

/** What goes back to the backlog need not wait for the next look. */
function sweep(engine: Engine, kick: () => void) {
  return async (): Promise<void> => {
    if ((await engine.sweep()) > 0) kick();
  };
}

/** One execution after the other; what an execution makes ready is for the pump. */
function moveApart(engine: Engine, kick: () => void) {
  return async (stopping: AbortSignal): Promise<void> => {
    while (!stopping.aborted && (await engine.advanceApart())) kick();
  };
}

/** A step at a time, with a pause after each: executions come first. */
function maintain(engine: Engine) {
  return async (stopping: AbortSignal): Promise<void> => {
    while (!stopping.aborted && (await engine.maintain())) {
      await sleep(BREATH_MS, undefined, { signal: stopping }).catch(() => {});
    }
  };
}

interface StopOptions {
  readonly graceMs: number;
  readonly stopping: AbortController;
  readonly complaints: Complaints;
  readonly log: (line: string) => void;
}

/** No new steps, then an end to those that run, then the worker's own end: nothing is lost. */
async function stopParts(parts: Parts | undefined, options: StopOptions): Promise<void> {
  if (parts === undefined) return;
  const { engine, reporter, pump, poller, heartbeat, listener } = parts;
  const { sweeper, apart, maintenance } = parts;
  const { complaints, graceMs } = options;
  const attempt = async (what: string, promise: Promise<unknown>) => {
    const told = promise.catch((error: unknown) => complaints.failed(what, error));
    await settlesWithin(told, LAST_WORD_MS);
  };
  await attempt("draining", engine.drain());
  await attempt("stopping the pump", pump.stop());
  await attempt("leaving polls", poller.stop());
  await endSteps(parts, graceMs, options);
  await attempt("moving executions on", reporter.flush());
  await Promise.all([
    attempt("stopping the heartbeat", heartbeat.stop()),
    attempt("stopping the listener", listener.stop()),
    attempt("stopping the sweeper", sweeper.stop()),
    attempt("leaving what is set apart", apart.stop()),
    attempt("stopping the maintenance", maintenance.stop()),
  ]);
  await attempt("unregistering", engine.unregister());
}

async function endSteps(parts: Parts, graceMs: number, options: StopOptions): Promise<void> {
  const { runner, held, reporter } = parts;
  const ended = runner.stop();
  if (await settlesWithin(ended, graceMs)) return;
  if (held.size > 0)
    options.log(`${held.size} steps still run after ${graceMs / 1000} s and are aborted`);
  options.stopping.abort(new Error("the host stops"));
  if (await settlesWithin(ended, LAST_WORD_MS)) return;
  reporter.giveUp();
  await settlesWithin(ended, LAST_WORD_MS);
}
