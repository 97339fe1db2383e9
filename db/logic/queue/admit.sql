create or replace function sluice_private.admit(served text[], free int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_jobs graphile_worker.job_spec[];
begin
  if free <= 0 then
    return 0;
  end if;

  with next as materialized (
    select ready.organization_id, ready.execution_id, ready.frame_id, ready.step_no
    from (
      select p.* from sluice_private.pick_ready(served, free) as p limit free
    ) as first
    inner join sluice_private.ready_steps as ready
      on ready.organization_id = first.organization_id
      and ready.execution_id = first.execution_id
      and ready.frame_id = first.frame_id
      and ready.step_no = first.step_no
    for update of ready skip locked
  ),
  claimed as (
    delete from sluice_private.ready_steps as ready
    using (select next.* from next limit free) as next
    where ready.organization_id = next.organization_id
      and ready.execution_id = next.execution_id
      and ready.frame_id = next.frame_id
      and ready.step_no = next.step_no
    returning ready.*, nextval('sluice_private.lease_token') as token
  ),
  admitted as (
    insert into sluice_private.step_leases (
      organization_id, token, execution_id, frame_id, step_no, generation, version_id, action,
      input, attempt, crashes, priority, slot, ready_at, start_by
    )
    select
      c.organization_id, c.token, c.execution_id, c.frame_id, c.step_no, c.generation,
      c.version_id, c.action, c.input, c.attempt, c.crashes, c.priority, c.token, c.ready_at,
      clock_timestamp() + interval '30 seconds'
    from claimed as c
    returning step_leases.*
  )
  select array_agg((
    a.action,
    json_build_object('organization_id', a.organization_id, 'token', a.token::text),
    null, null, 1, 'sluice:' || a.token, a.priority, null
  )::graphile_worker.job_spec order by a.token)
  into v_jobs
  from admitted as a;

  perform graphile_worker.add_jobs(v_jobs);
  return coalesce(cardinality(v_jobs), 0);
end;
$$;

comment on function sluice_private.admit(text[], int) is
  'Admits up to so many steps of these actions: a lease and a graphile job for each; says how '
  'many.';
