import type { Command } from "../cli.ts";
import { readConfig, required } from "../config.ts";
import { parseOptions } from "../errors.ts";
import { startApi, stopFirst } from "../parts.ts";
import { listen } from "../server.ts";
import { runService } from "../service.ts";

export const api: Command = {
  help: `usage: sluice api

Serves GraphQL at /graphql, webhooks at /hooks/, forms at /forms/ and approvals at /approvals/
until it gets SIGINT or SIGTERM.

  DATABASE_URL               the database; or, to give each part a login of its own:
  SLUICE_API_DATABASE_URL    for requests: may become sluice_visitor and sluice_member
  SLUICE_WORKER_DATABASE_URL for webhooks and approvals: sluice_worker
  SLUICE_JWT_SECRET          verifies tokens (HS256), at least 32 characters
  SLUICE_PUBLIC_URL          what senders call this server, such as https://hooks.example.com
  SLUICE_TRUSTED_PROXIES     how many proxies before it append to X-Forwarded-For; 0 if not set
  SLUICE_HOST, SLUICE_PORT   where to listen; 127.0.0.1 and 4800 if not set`,

  async run(args) {
    parseOptions({ args, options: {} });
    const config = readConfig();
    required(config.jwtSecret, "SLUICE_JWT_SECRET");
    return runService(async (service) => {
      const server = await listen(config.host, config.port);
      const parts = await startApi(service, config, process.env);
      server.open(parts.api, parts.edges);
      stopFirst(service, server);
      console.log(`GraphQL at ${server.url}/graphql, webhooks at ${server.url}/hooks/`);
    });
  },
};
