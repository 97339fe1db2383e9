import { Worker } from "node:worker_threads";
import type { Complaints } from "./complaints.ts";
import type { HeldTokens } from "./held-tokens.ts";

export interface HeartbeatOptions {
  readonly databaseUrl: string;
  readonly workerId: string;
  readonly epoch: string;
  readonly held: HeldTokens;
  readonly complaints: Complaints;
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
export type HeartbeatMessage = "beat" | "lost" | { readonly failed: string };

export interface Heartbeat {
  stop(): Promise<void>;
}

/** Beats in a thread of its own, so that an action that computes for long does not look dead. */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { databaseUrl, workerId, epoch, held, complaints, onLost } = options;
  const workerData: HeartbeatData = { databaseUrl, workerId, epoch, tokens: held.buffer };
  const thread = new Worker(new URL("./heartbeat-thread.ts", import.meta.url), { workerData });
  thread.on("message", (message: HeartbeatMessage) => {
    if (message === "lost") onLost();
    else if (message === "beat") complaints.worked("the heartbeat");
    else complaints.failed("the heartbeat", message.failed);
  });
  thread.on("error", (error) => {
    complaints.failed("the heartbeat", error);
    onLost();
  });
  return {
    async stop() {
      await thread.terminate();
    },
  };
}
