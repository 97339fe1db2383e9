/** The pages of approvals over real HTTP. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createApprovals } from "../../edge/approval.ts";
import { begin, tokenOf, type Scene } from "./approvals.ts";
import type { TestDatabase } from "./database.ts";

/** With the rights of a worker. */
export async function serve(db: TestDatabase) {
  const lines: string[] = [];
  const edge = createApprovals({ pool: db.worker, log: (line) => lines.push(line) });
  const server = createServer((request, response) => void edge.handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => server.close().closeAllConnections());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/approvals/`;
  return { base, lines };
}

/** An approval, and the link of the first who is asked. */
export async function linked(db: TestDatabase, approval: object = {}, setting: object = {}) {
  const { base, lines } = await serve(db);
  const scene: Scene = await begin(db, approval, setting);
  const token = await tokenOf(db, scene.id, scene.people[0]!.email);
  return { ...scene, token, base, lines, url: `${base}${token}` };
}

export const press = (url: string, entries: Record<string, string>) =>
  fetch(url, { method: "POST", body: new URLSearchParams(entries) });
export const APPROVE = { decision: "approved" };
