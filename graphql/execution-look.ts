import type pg from "pg";

/** One row while the execution may be seen; its state differs as soon as anything in it does. */
const LOOK = `
  select
    execution.finished_at is not null as "isFinished",
    concat_ws(' ', execution.status, steps.digest, log.id) as state
  from sluice.workflow_executions as execution
  cross join lateral (
    select concat_ws(' ', count(*), sum(hashtextextended(concat_ws(
      ' ', step.frame_id, step.step_no, step.generation, step.status, step.attempt
    ), 0))) as digest
    from sluice.workflow_execution_steps as step
    where step.execution_id = $1 and step.organization_id = execution.organization_id
  ) as steps
  left join lateral (
    select line.id
    from sluice.workflow_execution_logs as line
    where line.execution_id = $1 and line.organization_id = execution.organization_id
    order by line.id desc
    limit 1
  ) as log on true
  where execution.id = $1`;

const SETTINGS = `
  select set_config(name, value, true)
  from unnest($1::text[], $2::text[]) as setting (name, value)`;

export interface Look {
  isFinished: boolean;
  state: string;
}

/** Looks at an execution with these settings; undefined if with them it is not to be seen. */
export async function look(
  pool: pg.Pool,
  settings: Record<string, string>,
  id: string,
): Promise<Look | undefined> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("begin read only");
    await client.query(SETTINGS, [Object.keys(settings), Object.values(settings)]);
    const { rows } = await client.query<Look>({ name: "look", text: LOOK, values: [id] });
    await client.query("commit");
    return rows[0];
  } catch (error) {
    await client.query("rollback").catch((reason: unknown) => (failure = reason as Error));
    throw error;
  } finally {
    client.release(failure);
  }
}
