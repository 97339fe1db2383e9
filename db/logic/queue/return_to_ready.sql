create or replace function sluice_private.return_to_ready(steps sluice_private.blocked_steps[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  with called as (
    delete from sluice_private.blocked_steps as blocked
    using (select s.* from unnest(steps) as s limit cardinality(steps)) as s
    where blocked.organization_id = any (array[s.organization_id])
      and blocked.execution_id = s.execution_id
      and blocked.frame_id = s.frame_id
      and blocked.step_no = s.step_no
      and blocked.limit_key = s.limit_key
    returning blocked.*
  )
  insert into sluice_private.ready_steps (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, crashes, priority, ready_at
  )
  select
    c.organization_id, c.execution_id, c.frame_id, c.step_no, c.generation, c.version_id,
    c.action, c.input, c.attempt, c.crashes, c.priority, c.ready_at
  from called as c
  order by c.priority, c.ready_at;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.return_to_ready(sluice_private.blocked_steps[]) is
  'Puts steps that stand in line for a limit, and whose executions are locked, into the backlog; '
  'says how many.';
