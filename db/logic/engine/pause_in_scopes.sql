/* The arrival takes back what is ready already, once this transaction has handed over its own. */
create or replace function sluice_private.pause_in_scopes(fired sluice_private.fired_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with driver as materialized (
    select distinct f.organization_id, f.execution_id from unnest(fired) as f
  ),
  held as (
    update sluice_private.live_executions as live
    set status = 'paused', paused_at = sluice_hidden.now(), error = scope.error
    from (select d.* from driver as d limit cardinality(fired)) as d
    cross join lateral (
      select sluice_private.paused_scope(e.organization_id, e.workflow_id) as error
      from sluice_private.live_executions as e
      where e.organization_id = d.organization_id and e.id = d.execution_id
      offset 0
    ) as scope
    where live.organization_id = d.organization_id
      and live.id = d.execution_id
      and live.paused_at is null
      and scope.error is not null
    returning live.organization_id, live.id, live.error
  )
  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  select held.organization_id, held.id, 'pause', held.error::text
  from held;
end;
$$;

comment on function sluice_private.pause_in_scopes(sluice_private.fired_step[]) is
  'Pauses those of locked executions whose workflow or organization is paused.';
