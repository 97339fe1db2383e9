import type { Command } from "../cli.ts";
import { readConfig, required } from "../config.ts";
import { parseOptions } from "../errors.ts";
import { startSteps } from "../parts.ts";
import { runService } from "../service.ts";

export const worker: Command = {
  help: `usage: sluice worker [--actions name,…]

Runs the steps of workflows until it gets SIGINT or SIGTERM; then it finishes what it has begun, or
gives it back; a second signal ends it at once. Start as many as you like, on as many machines.

  --actions name,…           serves these actions alone

  SLUICE_WORKER_DATABASE_URL a login that is sluice_worker; or
  DATABASE_URL               from which it is derived
  SLUICE_DIRECT_DATABASE_URL the same past a transaction pooler, if there is one in between
  SLUICE_CONCURRENCY         steps at a time, 50 if not set
  SLUICE_ACTIONS             what --actions says
  SLUICE_GRACE_SECONDS       how long steps get to end after SIGTERM, 15 if not set
  SLUICE_METRICS_PORT        serves /metrics, /health and /ready, on SLUICE_METRICS_HOST (127.0.0.1)
  SLUICE_SMTP_URL, SLUICE_MAIL_FROM   for send_email
  SLUICE_HTTP_ALLOW          private networks that http_request may call, none if not set`,

  async run(args) {
    const { values } = parseOptions({ args, options: { actions: { type: "string" } } });
    const given = values.actions === undefined ? {} : { SLUICE_ACTIONS: values.actions };
    const config = readConfig({ ...process.env, ...given });
    required(config.workerDatabaseUrl, "SLUICE_WORKER_DATABASE_URL");
    return runService(async (service) => {
      await startSteps(service, config, process.env);
      const what = config.actions === undefined ? "steps" : `steps of ${config.actions.join(", ")}`;
      console.log(`worker: ready for ${config.concurrency} ${what} at a time`);
    });
  },
};
