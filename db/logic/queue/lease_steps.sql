create or replace function sluice_private.lease_steps(
  ready sluice_private.ready_steps[],
  limits jsonb[]
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_jobs graphile_worker.job_spec[];
begin
  with claimed as (
    delete from sluice_private.ready_steps as ready
    using (
      select r.organization_id, r.execution_id, r.frame_id, r.step_no, r.limits
      from unnest(lease_steps.ready, lease_steps.limits) as r (
        organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
        attempt, crashes, priority, seq, ready_at, limits
      )
      limit cardinality(lease_steps.ready)
    ) as next
    where ready.organization_id = next.organization_id
      and ready.execution_id = next.execution_id
      and ready.frame_id = next.frame_id
      and ready.step_no = next.step_no
    returning ready.*, next.limits, nextval('sluice_private.lease_token') as token
  ),
  admitted as (
    insert into sluice_private.step_leases (
      organization_id, token, execution_id, frame_id, step_no, generation, version_id, action,
      input, attempt, crashes, priority, slot, ready_at, start_by, limits
    )
    select
      c.organization_id, c.token, c.execution_id, c.frame_id, c.step_no, c.generation,
      c.version_id, c.action, c.input, c.attempt, c.crashes, c.priority, c.token, c.ready_at,
      clock_timestamp() + interval '30 seconds', c.limits
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

comment on function sluice_private.lease_steps(sluice_private.ready_steps[], jsonb[]) is
  'Gives ready steps a lease and a graphile job each, with the limits they count under; says how '
  'many. What a limit has refused is no longer ready.';
