/** Judges a delivery as the edge does, at a time that tests choose. */
import { createHmac } from "node:crypto";
import type { Signed, Verdict } from "../../edge/schemes.ts";
import { verdictOf } from "../../edge/signature.ts";

export const NOW = 1_750_000_000;
export const URL_OF = "https://hooks.example.com/hooks/abc?a=1";

export interface Case {
  secret: string;
  headers: Record<string, string>;
  body: string;
  now?: number;
  url?: string;
  config?: Signed["config"];
}

export const mac = (key: string | Buffer, text: string, algorithm = "sha256") =>
  createHmac(algorithm, key).update(text);

export function judge(scheme: string, given: Case, secrets = [given.secret]): Promise<Verdict> {
  const { headers, body, now = NOW, url = URL_OF, config = {} } = given;
  return verdictOf(scheme, secrets, {
    ...{ headers, now, url, config, tolerance: 300 },
    body: Buffer.from(body),
  });
}
