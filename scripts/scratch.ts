import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "./migrate.ts";
import { startPostgres } from "./postgres/local.ts";
import { withDatabase } from "./postgres/url.ts";

const DATABASE = "sluice";

interface Scratch {
  url: string;
  /** A connection of the server's superuser. */
  client: pg.Client;
}

/** Lends a freshly migrated database, current.sql included, on a server that is then removed. */
export async function withMigratedDatabase<Result>(
  { bin }: { bin?: string },
  use: (scratch: Scratch) => Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), "sluice-scratch-"));
  const server = await startPostgres({ directory, isEphemeral: true, ...(bin ? { bin } : {}) });
  try {
    await migrate({ adminUrl: server.url(), database: DATABASE, current: true });
    const url = withDatabase(server.url(), DATABASE);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return await use({ url, client });
    } finally {
      await client.end();
    }
  } finally {
    await server.stop();
  }
}
