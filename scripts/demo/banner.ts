import { createHmac } from "node:crypto";
import type { Demo, DemoWebhook } from "./seed.ts";
import { signToken } from "./token.ts";

export interface BannerFacts {
  url: string;
  seconds: string;
  jwtSecret: string;
  webhookSecret: string;
  hasMail: boolean;
  isLocal: boolean;
  demo: Demo | undefined;
}

/** What to try first, ready to be copied. */
export async function banner(facts: BannerFacts): Promise<string> {
  const { url, seconds, jwtSecret, hasMail, isLocal, demo } = facts;
  const lines = [
    ["GraphQL", `${url}/graphql`],
    ["GraphiQL", `${url}/`],
    ...(isLocal ? [["SQL", "npx sluice db sql"]] : []),
    ...(hasMail ? [["Mail", `${url}/mail`]] : []),
    ...(demo ? [["Requests", `${url}/requests`]] : []),
  ];
  const parts = [
    `Sluice is ready after ${seconds} s. Ctrl-C stops it.`,
    lines.map(([name = "", value = ""]) => `  ${name.padEnd(10)}${value}`).join("\n"),
  ];
  if (demo) {
    parts.push(
      `Demo token, good for 30 days, to be sent as authorization: Bearer …:\n\n  ${await signToken(demo, jwtSecret)}`,
    );
    const command = signedCurl(url, demo.webhook, facts.webhookSecret);
    parts.push(`Start the demo's workflow by its webhook:\n\n${command}`);
  }
  return `\n${parts.join("\n\n")}\n`;
}

/** The signature is computed here: the secret itself is not shown. */
export function signedCurl(
  url: string,
  { path, event, body }: DemoWebhook,
  secret: string,
): string {
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return [
    `  curl ${url}/hooks/${path}`,
    `-H 'content-type: application/json'`,
    `-H 'x-github-event: ${event}'`,
    `-H "x-github-delivery: $(date +%s)"`,
    `-H 'x-hub-signature-256: sha256=${signature}'`,
    `-d '${body.replaceAll("'", String.raw`'\''`)}'`,
  ].join(" \\\n    ");
}
