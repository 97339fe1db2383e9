/** A worker process of an engine on the bench, and what it says of the steps that it ran. */
import { fork, type ChildProcess } from "node:child_process";
import type { Peer } from "./peers/peer.ts";

export class Worker {
  total = 0;
  unique = 0;
  readonly process: ChildProcess;
  readonly ready: Promise<void>;

  constructor(peer: Pick<Peer, "key" | "worker" | "concurrency">, url: string) {
    this.process = fork(peer.worker, [], {
      env: { ...process.env, BENCH_URL: url, BENCH_CONCURRENCY: String(peer.concurrency) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.ready = new Promise((resolve, reject) => {
      this.process.on("exit", (code) =>
        reject(new Error(`the worker of ${peer.key} ended: ${code}`)),
      );
      this.process.on("message", (message: { ready?: true; total?: number; unique?: number }) => {
        if (message.ready) resolve();
        this.total = message.total ?? this.total;
        this.unique = message.unique ?? this.unique;
      });
    });
    this.ready.catch(() => {});
  }

  async stop(): Promise<void> {
    // one that was killed has a signal instead of a code
    if (!this.process.connected) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.send({ stop: true });
    const timer = setTimeout(() => this.process.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
  }
}
