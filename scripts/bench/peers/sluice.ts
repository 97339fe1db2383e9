import { readFileSync } from "node:fs";
import { migrate } from "../../migrate.ts";
import { definitions, fan } from "../definitions.ts";
import type { Context, Input, Peer, WorkflowName } from "./peer.ts";

export const ORGANIZATION = "00000000-0000-7000-8000-00000000be2c";
const CHUNK = 500;
const version = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/** Creates and publishes a workflow; answers its id. */
export async function publish(
  { pool }: Pick<Context, "pool">,
  name: string,
  definition: object,
  organization = ORGANIZATION,
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    "select id from sluice.create_workflow($1, $2, '', $3)",
    [name, JSON.stringify(definition), organization],
  );
  await pool.query("select sluice.publish_workflow($1)", [rows[0]!.id]);
  return rows[0]!.id;
}

export async function addOrganization({ pool }: Context, id: string, slug: string): Promise<void> {
  await pool.query("insert into sluice.organizations (id, slug, name) values ($1, $2, 'Bench')", [
    id,
    slug,
  ]);
}

async function firstIdOfNow({ pool }: Context): Promise<string> {
  const { rows } = await pool.query<{ id: string }>("select sluice_hidden.uuid_floor(now()) as id");
  return rows[0]!.id;
}

export async function startMany({ pool }: Context, workflow: string, inputs: Input[]) {
  const ids: string[] = [];
  for (let at = 0; at < inputs.length; at += CHUNK) {
    const chunk = inputs.slice(at, at + CHUNK).map(({ until, ...input }) => ({
      ...input,
      ...(until === undefined ? {} : { until: until / 1000 }),
    }));
    const { rows } = await pool.query<{ id: string }>(
      "select id from sluice.start_workflows($1, $2) as id",
      [workflow, JSON.stringify(chunk)],
    );
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

export function sluice(concurrency: number): Peer {
  let workflows = new Map<string, string>();
  /** History that was made in the meantime is not counted each time: ids are in order of time. */
  let since = "";

  async function workflowOf(context: Context, name: WorkflowName, inputs: Input[]) {
    const width = inputs[0]?.width ?? 0;
    const key = name === "fan" ? `fan ${width}` : name;
    const known = workflows.get(key);
    if (known !== undefined) return known;
    const id = await publish(context, key, name === "fan" ? fan(width) : definitions[name]);
    workflows.set(key, id);
    return id;
  }

  return {
    key: "sluice",
    version: version.version,
    worker: new URL("sluice-worker.ts", import.meta.url),
    concurrency,
    workflows: ["one", "five", "fan", "logic", "sleeper"],

    async setup(context: Context) {
      workflows = new Map();
      await migrate({ adminUrl: context.url });
      since = await firstIdOfNow(context);
      await addOrganization(context, ORGANIZATION, "b");
      const action = { name: "bench_act", title: "Act", description: "" };
      await context.pool.query("select sluice_private.sync_action_definitions($1)", [
        JSON.stringify([{ ...action, input_schema: { type: "object" }, output_schema: {} }]),
      ]);
      // publishing is not part of any window
      for (const name of ["one", "five", "logic", "sleeper"] as const) {
        await workflowOf(context, name, []);
      }
      for (const width of [20, 1000]) await workflowOf(context, "fan", [{ k: 0, n: 0, width }]);
    },

    async start(context: Context, workflow: WorkflowName, inputs: Input[]) {
      return startMany(context, await workflowOf(context, workflow, inputs), inputs);
    },

    async done({ pool }: Context) {
      const { rows } = await pool.query<{ n: number }>(
        `select count(*)::int as n from sluice_private.executions
         where organization_id = $1 and id >= $2 and status = 'completed'`,
        [ORGANIZATION, since],
      );
      return rows[0]!.n;
    },

    async doneAt({ pool }: Context, id: string) {
      const { rows } = await pool.query<{ at: number | null }>(
        `select extract(epoch from finished_at)::float8 * 1000 as at
         from sluice_private.executions where id = $1 and organization_id = $2`,
        [id, ORGANIZATION],
      );
      return rows[0]?.at ?? undefined;
    },
  };
}
