/** The edge over real HTTP, with a database behind it that knows one webhook. */
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect, onTestFinished } from "vitest";
import { createEdge, type EdgeOptions } from "../../edge/webhook.ts";

const SECRET = "It's a Secret to Everybody";
const ENV = { HOOK_SECRET: SECRET, HOOK_SECRET_FOR: "o1 webhook" };
const RECEIPT = { event_id: "e1", execution_id: "x1", duplicate: false, reason: null };
export interface Setup {
  env?: NodeJS.ProcessEnv;
  scheme?: string;
  methods?: string[];
  config?: object;
  fail?: Error;
  options?: Partial<EdgeOptions>;
}

/** The webhook is called known. */
export async function serve(setup: Setup = {}) {
  const { env = ENV, scheme = "github", methods = ["POST"], config = {}, fail } = setup;
  const received: unknown[][] = [];
  const refused: { count: number }[] = [];
  const lines: string[] = [];
  const query = async ({ name, values }: { name: string; values: unknown[] }) => {
    if (name === "find_webhook") {
      const webhook = { organization_id: "o1", webhook_id: "w1", scheme, methods, config };
      const secret_refs = scheme === "none" ? [] : ["env:HOOK_SECRET"];
      const rest = { secret_refs, test_id: null, trigger: "webhook_received", tolerance: 300 };
      const asked_at = new Date();
      return { rows: values[0] === "known" ? [{ ...webhook, ...rest, asked_at }] : [] };
    }
    if (name === "note_refusals") {
      refused.push(...(JSON.parse(values[0] as string) as typeof refused));
      return { rows: [] };
    }
    if (fail) throw fail;
    received.push(values);
    return { rows: [RECEIPT] };
  };
  const pool = { query } as unknown as Parameters<typeof createEdge>[0]["pool"];
  const edge = createEdge({ pool, env, log: (line) => lines.push(line), ...setup.options });
  const server = createServer((request, response) => void edge.handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return {
    received,
    refused,
    edge,
    lines,
    port,
    slack,
    url: `http://127.0.0.1:${port}/hooks/known`,
  };
}

/** The headers by which Slack signs a body now. */
function slack(body: string): Record<string, string> {
  const time = Math.floor(Date.now() / 1000);
  const mac = createHmac("sha256", SECRET).update(`v0:${time}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(time), "x-slack-signature": `v0=${mac}` };
}

export function sign(body: string | Buffer, secret = SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

export async function codeOf(response: Response): Promise<[status: number, code: string]> {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect(error.message).not.toBe("");
  return [response.status, error.code];
}

export async function converse(port: number, lines: string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  let text = "";
  for await (const chunk of socket) {
    text += String(chunk);
    if (text.includes("}}")) break;
  }
  return text;
}
