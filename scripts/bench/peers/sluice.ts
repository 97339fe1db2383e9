import { readFileSync } from "node:fs";
import { migrate } from "../../migrate.ts";
import type { Context, Input, Peer } from "./peer.ts";

const ORGANIZATION = "00000000-0000-7000-8000-00000000be2c";
const CHUNK = 500;
const version = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/** Five actions in a row, each reading the output of the one before. */
function fiveActions(): object {
  const steps = [0, 1, 2, 3, 4];
  return {
    nodes: [
      { id: "start", type: "trigger", data: { trigger: "manual" } },
      ...steps.map((step) => ({
        id: `step_${step}`,
        type: "action",
        data: {
          action: "bench_act",
          input: {
            k: "{{ trigger.payload.k }}",
            step,
            n: step === 0 ? "{{ trigger.payload.n }}" : `{{ steps.step_${step - 1}.output.n }}`,
          },
        },
      })),
    ],
    edges: steps.map((step) => ({
      id: `edge_${step}`,
      source: step === 0 ? "start" : `step_${step - 1}`,
      target: `step_${step}`,
    })),
  };
}

export function sluice(concurrency: number): Peer {
  let workflowId = "";
  return {
    key: "sluice",
    version: version.version,
    worker: new URL("sluice-worker.ts", import.meta.url),
    concurrency,

    async setup({ url, pool }: Context) {
      await migrate({ adminUrl: url });
      await pool.query("insert into sluice.organizations (id, slug, name) values ($1, 'b', 'B')", [
        ORGANIZATION,
      ]);
      const action = { name: "bench_act", title: "Act", description: "" };
      await pool.query("select sluice_private.sync_action_definitions($1)", [
        JSON.stringify([{ ...action, input_schema: { type: "object" }, output_schema: {} }]),
      ]);
      const { rows } = await pool.query<{ id: string }>(
        "select id from sluice.create_workflow('five actions', $1, '', $2)",
        [JSON.stringify(fiveActions()), ORGANIZATION],
      );
      workflowId = rows[0]!.id;
      await pool.query("select sluice.publish_workflow($1)", [workflowId]);
    },

    async start({ pool }: Context, inputs: Input[]) {
      for (let at = 0; at < inputs.length; at += CHUNK) {
        await pool.query("select count(*) from sluice.start_workflows($1, $2)", [
          workflowId,
          JSON.stringify(inputs.slice(at, at + CHUNK)),
        ]);
      }
    },

    async done({ pool }: Context) {
      const { rows } = await pool.query<{ n: number }>(
        "select count(*)::int as n from sluice_private.executions where status = 'completed'",
      );
      return rows[0]!.n;
    },
  };
}
