create or replace function sluice_private.displace_oldest(
  newcomer sluice_private.ready_steps,
  rule jsonb,
  beside sluice_private.ready_steps[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with others as materialized (
    select lease.execution_id, lease.frame_id, lease.step_no, lease.generation, lease.ready_at
    from sluice_private.step_leases as lease
    where lease.organization_id = newcomer.organization_id
      and lease.limits is not null
      and lease.limits @> jsonb_build_array(jsonb_build_object('key', rule -> 'key'))
    union all
    select b.execution_id, b.frame_id, b.step_no, b.generation, b.ready_at
    from sluice_private.blocked_steps as b
    where b.organization_id = newcomer.organization_id
      and b.limit_key = rule ->> 'key'
      and (b.execution_id, b.frame_id, b.step_no)
        <> (newcomer.execution_id, newcomer.frame_id, newcomer.step_no)
    union all
    select b.execution_id, b.frame_id, b.step_no, b.generation, b.ready_at from unnest(beside) as b
  )
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
  )
  select
    newcomer.organization_id, o.execution_id, 'settle', o.frame_id, o.step_no, o.generation,
    'cancelled', sluice_private.limit_verdict(rule)
  from others as o
  order by o.ready_at, o.execution_id, o.frame_id, o.step_no
  limit greatest(
    0, (select count(*) from others) + 1 - (rule ->> 'concurrency')::int
  );
end;
$$;

comment on function sluice_private.displace_oldest(
  sluice_private.ready_steps, jsonb, sluice_private.ready_steps[]
) is
  'Asks the oldest steps under a limit, those beside that count and have no lease yet among them, '
  'to end as cancelled, so that this one has room.';
