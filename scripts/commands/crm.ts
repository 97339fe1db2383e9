import pg from "pg";
import type { Command } from "../cli.ts";
import { UsageError } from "../config.ts";
import { installCrm } from "../crm.ts";
import { givenOrLocalUrl } from "../postgres/checkout.ts";

export const crm: Command = {
  help: `usage: sluice crm install

Installs the CRM pack (schema crm) in a migrated database, or brings it up to date. Safe to run
again. The demo has it.

  DATABASE_URL   the connection that migrates; the local server, if it is running, when not set`,

  async run([what, ...rest]) {
    if (what !== "install" || rest.length > 0) throw new UsageError(`say install\n\n${crm.help}`);
    const client = new pg.Client({ connectionString: givenOrLocalUrl() });
    await client.connect();
    try {
      await installCrm(client);
    } finally {
      await client.end();
    }
    console.log("the CRM pack is installed");
    return 0;
  },
};
