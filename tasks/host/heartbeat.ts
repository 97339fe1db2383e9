import { Worker } from "node:worker_threads";
import type { Complaints, Log } from "./complaints.ts";
import type { HeldTokens } from "./held-tokens.ts";
import type { Connection } from "./session.ts";

export interface HeartbeatOptions {
  readonly databaseUrl: string;
  readonly workerId: string;
  readonly epoch: string;
  readonly held: HeldTokens;
  readonly complaints: Complaints;
  readonly log: Log;
  /** The engine took this worker for dead; its steps belong to others. */
  onLost(): void;
}

/** What the thread is given. */
export interface HeartbeatData {
  readonly databaseUrl: string;
  readonly workerId: string;
  readonly epoch: string;
  readonly tokens: SharedArrayBuffer;
}

/** What the thread says. */
export type HeartbeatMessage =
  "beat" | "lost" | { readonly connection: Connection } | { readonly failed: string };

export interface Heartbeat {
  /** Resolves when the first beat has been tried. */
  readonly begun: Promise<void>;
  stop(): Promise<void>;
}

const SAYING: Record<Connection, string> = {
  direct: "its connection is its own again: its death is found within 5 s",
  pooled: "a pooler is in between: its death is found by its silence alone, within 15 s",
};

/** Beats in a thread of its own, so that an action that computes for long does not look dead. */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { databaseUrl, workerId, epoch, held, complaints, log, onLost } = options;
  let connection: Connection = "direct";
  const workerData: HeartbeatData = { databaseUrl, workerId, epoch, tokens: held.buffer };
  const thread = new Worker(new URL("./heartbeat-thread.ts", import.meta.url), { workerData });
  const begun = Promise.withResolvers<void>();
  thread.on("message", (message: HeartbeatMessage) => {
    begun.resolve();
    if (message === "lost") onLost();
    else if (message === "beat") complaints.worked("the heartbeat");
    else if ("failed" in message) complaints.failed("the heartbeat", message.failed);
    else {
      if (message.connection !== connection) log(SAYING[message.connection]);
      ({ connection } = message);
    }
  });
  thread.on("error", (error) => {
    begun.resolve();
    complaints.failed("the heartbeat", error);
    onLost();
  });
  return {
    begun: begun.promise,
    async stop() {
      await thread.terminate();
    },
  };
}
