import { createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type { Command } from "../cli.ts";
import { UsageError } from "../config.ts";
import type { CaughtRequest } from "../demo/request-catcher.ts";
import { recallDemo, type RunningDemo } from "../demo/running.ts";
import { demoSecrets } from "../demo/secrets.ts";
import { signToken } from "../demo/token.ts";
import { parseOptions } from "../errors.ts";
import type { CaughtMail } from "../mail-catcher.ts";
import { stateFolder } from "../postgres/folders.ts";

export const demo: Command = {
  help: `usage: sluice demo <what>

Talks to the demo that \`sluice start\` runs.

  deliver [--delivery ID] [--tamper]   sends GitHub's example of an opened issue, signed as GitHub
                                       signs; --tamper changes it after it was signed
  requests                             lists the HTTP requests that workflows sent to the demo
  mail                                 lists the mail that workflows sent
  token                                prints a token for the GraphQL API
  graphql QUERY                        sends a query with that token`,

  async run([what, ...args]) {
    if (what === undefined) throw new UsageError(`say what\n\n${demo.help}`);
    const running = recallDemo();
    const { url } = running;
    switch (what) {
      case "deliver":
        return deliver(running, args);
      case "requests":
        return print(
          ((await get(`${url}/requests`)) as CaughtRequest[]).map(
            ({ path, idempotency_key, body }) =>
              `POST ${path}  ${idempotency_key ?? ""}\n  ${JSON.stringify(body)}`,
          ),
        );
      case "mail":
        return print(
          ((await get(`${url}/mail.json`)) as CaughtMail[]).map(
            ({ to, subject, copies }) =>
              `to ${to.join(", ")}: ${subject} (received ${copies === 1 ? "once" : `${copies} times`})`,
          ),
        );
      case "token":
        return print([await tokenOf(running)]);
      case "graphql":
        return graphql(running, args);
      default:
        throw new UsageError(`the demo cannot ${what}\n\n${demo.help}`);
    }
  },
};

function print(lines: string[]): number {
  console.log(lines.length === 0 ? "nothing yet" : lines.join("\n"));
  return 0;
}

async function send(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const hint = "is it running? Start it with npm start";
    throw new Error(`${new URL(url).origin} does not answer; ${hint}`, { cause: error });
  }
}

async function get(url: string): Promise<unknown> {
  return (await send(url)).json();
}

async function tokenOf(running: RunningDemo): Promise<string> {
  return signToken(running, demoSecrets(stateFolder()).jwtSecret);
}

async function deliver({ url, webhook }: RunningDemo, args: string[]): Promise<number> {
  const { values } = parseOptions({
    args,
    options: { delivery: { type: "string" }, tamper: { type: "boolean" } },
  });
  const opened = openedIssue();
  const body = JSON.stringify(opened);
  const signature = createHmac("sha256", demoSecrets(stateFolder()).webhookSecret)
    .update(body)
    .digest("hex");
  const response = await send(`${url}/hooks/${webhook.path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": "issues",
      "x-github-delivery": values.delivery ?? randomUUID(),
      "x-hub-signature-256": `sha256=${signature}`,
    },
    body: values.tamper ? body.replace("Spelling", "Tampered") : body,
  });
  return print([`${response.status} ${response.statusText}`, await response.text()]);
}

/** A real payload, as GitHub documents it. */
function openedIssue(): unknown {
  const webhooks = createRequire(import.meta.url)("@octokit/webhooks-examples") as {
    name: string;
    examples: { action?: string }[];
  }[];
  const issues = webhooks.find(({ name }) => name === "issues");
  return issues?.examples.find(({ action }) => action === "opened");
}

async function graphql(running: RunningDemo, [query, ...rest]: string[]): Promise<number> {
  if (query === undefined || rest.length > 0) throw new UsageError("give one query, in quotes");
  const response = await send(`${running.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await tokenOf(running)}`,
    },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.json()) as { errors?: unknown };
  print([JSON.stringify(answer, null, 2)]);
  return answer.errors === undefined ? 0 : 1;
}
