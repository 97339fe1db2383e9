import pg from "pg";

const TOPIC = "sluice:events";

/** Rings when the database notifies. A hint only: where it is lost, its owner looks by itself. */
export class Bell {
  readonly #connectionString: string;
  readonly #ring: () => void;
  #client: pg.Client | undefined;

  constructor(connectionString: string, ring: () => void) {
    this.#connectionString = connectionString;
    this.#ring = ring;
  }

  /** Listens, if it does not yet; false where that cannot be. */
  async hang(): Promise<boolean> {
    if (this.#client !== undefined) return true;
    const client = new pg.Client({
      connectionString: this.#connectionString,
      application_name: "sluice api: listens",
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    const lose = () => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on("error", lose);
    client.on("end", lose);
    client.on("notification", this.#ring);
    try {
      await client.connect();
      await client.query(`listen "${TOPIC}"`);
      this.#client = client;
      return true;
    } catch {
      await client.end().catch(() => undefined);
      return false;
    }
  }

  async take(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }
}
