import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface DemoSecrets {
  jwtSecret: string;
  webhookSecret: string;
}

/** Random secrets of this checkout: made once, readable by their owner only. */
export function demoSecrets(folder: string): DemoSecrets {
  const file = join(folder, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as DemoSecrets;
  const secrets = { jwtSecret: random(), webhookSecret: random() };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

function random(): string {
  return randomBytes(32).toString("base64url");
}
