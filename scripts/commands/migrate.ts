import type { Command } from "../cli.ts";
import { readConfig, required } from "../config.ts";
import { parseOptions } from "../errors.ts";
import { migrate as migrateDatabase } from "../migrate.ts";
import { LOCAL_DATABASE, findCheckoutPostgres } from "../postgres/checkout.ts";

export const migrate: Command = {
  help: `usage: sluice migrate [--current]

Brings the database to this version. Safe to run again, and by several processes at once.

  --current      also runs db/migrations/current.sql, the migration that is being written
  DATABASE_URL   a connection that may create roles (at least the first time) and schemas;
                 the local server, if it is running, when not set`,

  async run(args) {
    const { values } = parseOptions({ args, options: { current: { type: "boolean" } } });
    const { databaseUrl } = readConfig();
    const local = databaseUrl === undefined ? findCheckoutPostgres() : undefined;
    const adminUrl = local?.url() ?? required(databaseUrl, "DATABASE_URL");
    await migrateDatabase({
      adminUrl,
      ...(local ? { database: LOCAL_DATABASE } : {}),
      current: values.current ?? false,
      log: (line) => console.log(line),
    });
    return 0;
  },
};
