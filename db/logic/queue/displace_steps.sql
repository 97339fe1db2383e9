/* Those in line leave it, unless somebody has them locked: admission waits for nobody, and asks
   again. A lease is gone as soon as its step has ended. */
create or replace function sluice_private.displace_steps(
  rules jsonb[],
  ready sluice_private.ready_steps[],
  limits jsonb[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with displaced as materialized (
    select o.* from sluice_private.oldest_steps(rules, ready, limits) as o
  ), out_of_line as (
    update sluice_private.blocked_steps as b
    set limit_key = null
    from (
      select w.organization_id, w.execution_id, w.frame_id, w.step_no
      from displaced as d
      inner join sluice_private.blocked_steps as w
        on w.organization_id = d.organization_id and w.execution_id = d.execution_id
        and w.frame_id = d.frame_id and w.step_no = d.step_no
      for update of w skip locked
    ) as free
    where b.organization_id = free.organization_id and b.execution_id = free.execution_id
      and b.frame_id = free.frame_id and b.step_no = free.step_no
  )
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
  )
  select
    d.organization_id, d.execution_id, 'settle', d.frame_id, d.step_no, d.generation, 'cancelled',
    sluice_private.limit_verdict(d.rule)
  from displaced as d;
end;
$$;

comment on function sluice_private.displace_steps(
  jsonb[], sluice_private.ready_steps[], jsonb[]
) is
  'Asks the oldest steps under these limits, which have no room for a newcomer, to end as '
  'cancelled, so that as many are left as a limit allows.';
