import type { Command } from "../cli.ts";
import { readConfig, required } from "../config.ts";
import { parseOptions } from "../errors.ts";
import { startSteps } from "../parts.ts";
import { runService } from "../service.ts";

export const worker: Command = {
  help: `usage: sluice worker

Runs the steps of workflows until it gets SIGINT or SIGTERM; then it finishes what it has begun.
Start as many as you like, on as many machines.

  SLUICE_WORKER_DATABASE_URL a login that is sluice_worker; or
  DATABASE_URL               from which it is derived
  SLUICE_CONCURRENCY         steps at a time, 50 if not set
  SLUICE_SMTP_URL, SLUICE_MAIL_FROM   for send_email
  SLUICE_HTTP_ALLOW          private networks that http_request may call, none if not set`,

  async run(args) {
    parseOptions({ args, options: {} });
    const config = readConfig();
    required(config.workerDatabaseUrl, "SLUICE_WORKER_DATABASE_URL");
    return runService(async (service) => {
      await startSteps(service, config, process.env);
      console.log(`worker: ready for ${config.concurrency} steps at a time`);
    });
  },
};
