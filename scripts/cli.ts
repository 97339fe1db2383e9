/** The command line: `npx sluice <command>`. */
import { UsageError } from "./config.ts";
import { describeError } from "./errors.ts";

export interface Command {
  help: string;
  /** Answers the exit code. */
  run(args: string[]): Promise<number>;
}

const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import("./commands/start.ts")).start,
  api: async () => (await import("./commands/api.ts")).api,
  worker: async () => (await import("./commands/worker.ts")).worker,
  migrate: async () => (await import("./commands/migrate.ts")).migrate,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  db: async () => (await import("./commands/db.ts")).db,
  crm: async () => (await import("./commands/crm.ts")).crm,
  demo: async () => (await import("./commands/demo.ts")).demo,
};

const HELP = `usage: sluice <command> [options]

  start     everything in one process: database, API, webhooks, workers, demo
  api       the GraphQL API and the webhooks
  worker    a worker: runs the steps of workflows
  migrate   brings the database to this version
  doctor    examines the database: what is wrong, and what to do
  db        the local database: start, stop, status, reset, url, sql
  crm       installs the CRM pack: contacts, bookings, payments, messages
  demo      talks to the demo of a running start

\`sluice <command> --help\` says more.`;

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || ["help", "--help", "-h"].includes(name)) {
    console.log(HELP);
    return name === undefined ? 2 : 0;
  }
  const load = COMMANDS[name];
  if (load === undefined || !Object.hasOwn(COMMANDS, name)) {
    throw new UsageError(`there is no command ${name}\n\n${HELP}`);
  }
  const command = await load();
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  if (args.slice(0, end).some((arg) => arg === "--help" || arg === "-h")) {
    console.log(command.help);
    return 0;
  }
  return command.run(args);
}

/** Ends with the launcher, also when that is killed. */
function followLauncher(): void {
  if (process.channel === undefined || process.channel === null) return;
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}

followLauncher();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`sluice: ${describeError(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
