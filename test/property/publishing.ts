/** Publishes the workflows of scenarios: what is called goes before what calls it. */
import type { TestDatabase } from "../support/database.ts";
import type { Scenario } from "./graphs.ts";
import type { Definition } from "./language.ts";

/** Names are those of one organization. */
interface Draft {
  name: string;
  definition: Definition;
}

export async function publishAll(
  db: TestDatabase,
  organizationId: string,
  scenarios: Scenario[],
): Promise<Map<Scenario, string>> {
  const callees = scenarios.flatMap(({ callees }, n) =>
    Object.entries(callees).map(([name, { definition, identity }], depth) => ({
      depth,
      identity,
      draft: { name: `g${n} ${name}`, definition: prefixed(definition, `g${n} `) },
    })),
  );
  for (let at = 0; callees.some(({ depth }) => depth >= at); at += 1) {
    const now = callees.filter(({ depth }) => depth === at);
    const drafts = now.map(({ draft }) => draft);
    const ids = await publish(db, organizationId, drafts);
    for (const [n, { identity }] of now.entries()) identity.id = ids[n]!;
  }
  const drafts = scenarios.map(({ definition }, n) => ({
    name: `g${n}`,
    definition: prefixed(definition, `g${n} `),
  }));
  const ids = await publish(db, organizationId, drafts);
  for (const [n, { identity }] of scenarios.entries()) identity.id = ids[n]!;
  return new Map(scenarios.map((scenario, n) => [scenario, ids[n]!]));
}

async function publish(
  db: TestDatabase,
  organizationId: string,
  drafts: Draft[],
): Promise<string[]> {
  const created = await db.query<{ id: string }>(
    `select (sluice.create_workflow(d.name, d.definition, '', $3)).id
     from unnest($1::text[], $2::jsonb[]) with ordinality as d (name, definition, n) order by d.n`,
    [
      drafts.map(({ name }) => name),
      drafts.map(({ definition }) => JSON.stringify(definition)),
      organizationId,
    ],
  );
  const ids = created.map(({ id }) => id);
  await db.query("select sluice.publish_workflow(id) from unnest($1::uuid[]) as id", [ids]);
  return ids;
}

/** What it calls is named so. */
const prefixed = ({ nodes, ...rest }: Definition, prefix: string): Definition => ({
  ...rest,
  nodes: nodes.map(({ data, ...node }) => {
    const { workflow } = data;
    const named = workflow === undefined ? data : { ...data, workflow: prefix + workflow };
    return { ...node, data: named, position: { x: 0, y: 0 } };
  }),
});
