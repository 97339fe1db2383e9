import pg from "pg";
import type { Complaints } from "./complaints.ts";

const RECONNECT_MS = 1000;

export interface Listener {
  stop(): Promise<void>;
}

/**
 * Hears `sluice:tick` on a connection of its own and connects again when that is lost. Behind a
 * pooler that drops LISTEN it hears nothing, and polling does the work.
 */
export function listenForTicks(
  databaseUrl: string,
  onTick: () => void,
  complaints: Complaints,
): Listener {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const again = (error?: Error) => {
    if (isStopped || timer !== undefined) return;
    complaints.failed("listening for ticks", error ?? new Error("the connection was closed"));
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, RECONNECT_MS);
  };

  const connect = async () => {
    const candidate = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: "sluice worker listen",
    });
    client = candidate;
    candidate.on("error", again);
    candidate.on("end", () => again());
    candidate.on("notification", onTick);
    try {
      await candidate.connect();
      await candidate.query('listen "sluice:tick"');
      complaints.worked("listening for ticks");
      onTick();
    } catch (error) {
      candidate.end().catch(() => {});
      again(error as Error);
    }
  };

  void connect();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
